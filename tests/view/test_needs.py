"""Cards are ordered by need, and keep their place under a finger."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from imu_hinge.view.cards import Card, Need
from imu_hinge.view.needs import HOLD_S, By, Places


def card(number: int, need: Need) -> Card:
    return Card(client=f"c-{number}", number=number, name=f"{chr(90 - number)}", need=need, glyph="", words="")


def clients(placed: tuple[Card, ...]) -> list[str]:
    return [one.client for one in placed]


def test_who_needs_attention_comes_first_and_equals_stand_by_number() -> None:
    cards = [card(1, Need.RESTING), card(2, Need.LOST), card(3, Need.RESTING), card(4, Need.PAST)]
    assert clients(Places().place(cards, 0.0)) == ["c-2", "c-4", "c-1", "c-3"]


def test_a_card_moves_only_after_it_has_stood_for_five_seconds() -> None:
    places, calm = Places(), [card(1, Need.WORKING), card(2, Need.WORKING)]
    lost = [calm[0], card(2, Need.LOST)]
    places.place(calm, 0.0)
    assert clients(places.place(lost, 4.9)) == ["c-1", "c-2"]
    assert clients(places.place(lost, 5.0)) == ["c-2", "c-1"]
    assert clients(places.place(calm, 9.9)) == ["c-2", "c-1"]
    assert clients(places.place(calm, 10.0)) == ["c-1", "c-2"]


def test_nothing_moves_while_a_finger_is_down_and_all_the_same_at_its_end() -> None:
    places, calm = Places(), [card(1, Need.WORKING), card(2, Need.WORKING)]
    lost = [calm[0], card(2, Need.LOST)]
    places.place(calm, 0.0)
    assert clients(places.place(lost, 20.0, touched=True)) == ["c-1", "c-2"]
    assert clients(places.place(lost, 20.5)) == ["c-2", "c-1"]


def test_another_order_is_a_wish_and_is_shown_at_once() -> None:
    places, cards = Places(), [card(1, Need.WORKING), card(2, Need.LOST)]
    assert clients(places.place(cards, 0.0, by=By.NEED)) == ["c-2", "c-1"]
    assert clients(places.place(cards, 0.1, by=By.NAME)) == ["c-2", "c-1"]
    named = [replace(cards[0], name="anna"), replace(cards[1], name="Boris")]
    assert clients(places.place(named, 6.0, by=By.NAME)) == ["c-1", "c-2"]
    assert clients(places.place(named, 6.1, by=By.NEED, touched=True)) == ["c-2", "c-1"]


def test_who_comes_later_is_put_at_the_end_and_who_goes_leaves_no_hole() -> None:
    places = Places()
    places.place([card(1, Need.WORKING), card(2, Need.WORKING)], 0.0)
    three = [card(1, Need.WORKING), card(2, Need.WORKING), card(3, Need.LOST)]
    assert clients(places.place(three, 1.0)) == ["c-1", "c-2", "c-3"]
    assert clients(places.place(three[1:], 2.0)) == ["c-2", "c-3"]
    assert clients(places.place([], 3.0)) == []


NEEDS = st.lists(st.sampled_from(list(Need)), min_size=6, max_size=6)
STEPS = st.lists(st.tuples(st.floats(0.1, 4.0), st.one_of(st.none(), NEEDS), st.booleans()), min_size=1, max_size=30)


@given(STEPS)
def test_no_card_ever_moves_twice_within_five_seconds_or_under_a_finger(
    steps: list[tuple[float, list[Need] | None, bool]],
) -> None:
    places, now_s, needs = Places(), 0.0, [Need.RESTING] * 6
    before: list[str] = []
    moved_s: dict[str, float] = {}
    for wait_s, changed, touched in steps:
        now_s += wait_s
        needs = changed or needs
        order = clients(places.place([card(n, need) for n, need in enumerate(needs)], now_s, touched=touched))
        assert sorted(order) == [f"c-{n}" for n in range(6)]
        moved = {client for place, client in enumerate(order) if before and before[place] != client}
        assert not (touched and moved)
        assert all(now_s - moved_s.get(client, now_s - HOLD_S) >= HOLD_S for client in moved)
        moved_s |= dict.fromkeys(moved, now_s) if before else dict.fromkeys(order, now_s)
        before = order


@given(NEEDS, NEEDS)
def test_when_states_stay_the_order_by_need_is_reached_and_stays(first: list[Need], then: list[Need]) -> None:
    places = Places()
    places.place([card(n, need) for n, need in enumerate(first)], 0.0)
    cards = [card(n, need) for n, need in enumerate(then)]
    orders = [clients(places.place(cards, 1.0 + second)) for second in range(30)]
    wanted = clients(tuple(sorted(cards, key=lambda one: (one.need, one.number))))
    assert orders[-1] == wanted
    reached = orders.index(wanted)
    assert all(order == wanted for order in orders[reached:])
