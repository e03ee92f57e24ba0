"""The cards of a wall, kept from one look to the next: a seat that is the same has the same card."""

from collections.abc import Sequence

from imu_hinge.view.cards import Card, card_of
from imu_hinge.view.wall import Seat


class Deck:
    """Of one screen."""

    def __init__(self) -> None:
        self._made: dict[str, tuple[Seat, Card]] = {}

    def of(self, seats: Sequence[Seat]) -> list[Card]:
        """The card of each seat."""
        self._made = {seat.person.client: (seat, self._card(seat)) for seat in seats}
        return [self._made[seat.person.client][1] for seat in seats]

    def _card(self, seat: Seat) -> Card:
        before, card = self._made.get(seat.person.client, (None, None))
        return card if card is not None and before is seat else card_of(seat)
