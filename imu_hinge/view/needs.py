"""Where each card stands over time: who needs attention comes first, but no card jumps away under a finger. Pure."""

from collections.abc import Sequence
from enum import StrEnum

from imu_hinge.view.cards import Card

HOLD_S = 5.0
"""So long a card stays where it was put: time enough to read it and to reach for it; our choice."""


class By(StrEnum):
    """What the cards are ordered by."""

    NEED = "need"
    NAME = "name"


class Places:
    """Remembers who stands where since when."""

    def __init__(self) -> None:
        self._by = By.NEED
        self._order: list[str] = []
        self._since_s: dict[str, float] = {}

    def place(
        self, cards: Sequence[Card], now_s: float, *, by: By = By.NEED, touched: bool = False
    ) -> tuple[Card, ...]:
        """The cards in the order in which they are shown at `now_s`, which never goes back.

        A card moves only when the state of some card changed, HOLD_S after it last moved at the earliest, and never
        while `touched`: a key or a finger is down. Another `by` is the wish of whoever looks: it moves all at once.
        """
        wanted = [card.client for card in sorted(cards, key=_KEYS[by])]
        known = [client for client in self._order if client in wanted]
        if by is not self._by or not known:
            self._by, self._order = by, []
            self._put(wanted, now_s)
        else:
            came = [client for client in wanted if client not in self._since_s]
            self._put([*known, *came], now_s)
            if not touched:
                self._put(self._moved(wanted, now_s), now_s)
        by_client = {card.client: card for card in cards}
        return tuple(by_client[client] for client in self._order)

    def _moved(self, wanted: Sequence[str], now_s: float) -> list[str]:
        """The order wanted, as far as the cards that must stay allow it."""
        held = {client for client in self._order if now_s - self._since_s[client] < HOLD_S}
        free = iter([client for client in wanted if client not in held])
        return [client if client in held else next(free) for client in self._order]

    def _put(self, order: Sequence[str], now_s: float) -> None:
        before = dict(zip(self._order, range(len(self._order)), strict=True))
        self._since_s = {
            client: self._since_s[client] if before.get(client) == place and client in self._since_s else now_s
            for place, client in enumerate(order)
        }
        self._order = list(order)


def _need(card: Card) -> tuple[int, int]:
    return card.need, card.number


def _name(card: Card) -> tuple[str, int]:
    return card.name.casefold(), card.number


_KEYS = {By.NEED: _need, By.NAME: _name}
