from itertools import pairwise

import pytest

from imu_hinge.remote.asking import AGAIN_MOST_S, AGAIN_S, EXPIRY_S, GRACE_S, Asking


def sent(asking: Asking, *at_s: float) -> list[list[str]]:
    return [[one.id for one in asking.due(now_s)] for now_s in at_s]


def test_an_order_is_sent_again_with_growing_pauses_until_it_is_answered() -> None:
    asking = Asking()
    asking.add("n1", "note", {"text": "more hips"}, 0.0)
    assert sent(asking, 0.0, AGAIN_S - 0.1, AGAIN_S, 2 * AGAIN_S, 3 * AGAIN_S) == [["n1"], [], ["n1"], [], ["n1"]]
    answered = asking.answered("n1")
    assert answered and answered.kind == "note"
    assert asking.answered("n1") is None
    assert sent(asking, 10_000.0) == [[]]


def test_a_note_waits_for_as_long_as_it_takes() -> None:
    asking = Asking()
    asking.add("n1", "note", {"text": "more hips"}, 0.0)
    times = [float(second) for second in range(7_200)]
    gaps = [second for second in times if asking.due(second)]
    assert max(later - before for before, later in pairwise(gaps)) == AGAIN_MOST_S
    assert asking.expired(86_400.0) == [] and "n1" in asking


def test_a_client_that_comes_back_gets_everything_at_once() -> None:
    asking = Asking()
    asking.add("n1", "note", {"text": "more hips"}, 0.0)
    asking.due(0.0)
    asking.reconnected(1.0)
    assert sent(asking, 1.0) == [["n1"]]


@pytest.mark.parametrize("kind", ["stop", "exercise"])
def test_what_comes_too_late_is_not_sent_and_after_a_while_told(kind: str) -> None:
    asking, expiry_s = Asking(), EXPIRY_S[kind]
    asking.add("o1", kind, {}, 0.0)
    [one] = asking.due(0.0)
    assert one.left_s(10.0) == expiry_s - 10.0
    asking.reconnected(expiry_s)
    assert sent(asking, expiry_s) == [[]]
    assert asking.expired(expiry_s + GRACE_S - 0.1) == []
    assert [one.id for one in asking.expired(expiry_s + GRACE_S + 0.1)] == ["o1"]
    assert "o1" not in asking
