from dataclasses import replace

from imu_hinge.view.cards import card_of
from imu_hinge.view.deck import Deck
from tests.tui.walls import SIX


def test_a_seat_that_is_the_same_has_the_same_card() -> None:
    deck = Deck()
    before = deck.of(SIX)
    assert before == [card_of(seat) for seat in SIX]
    changed = replace(SIX[1], remark="clock +1 h")
    after = deck.of((SIX[0], changed, *SIX[2:5]))
    assert after[0] is before[0]
    assert after[1] == card_of(changed) != before[1]
    assert deck.of(SIX) == before
