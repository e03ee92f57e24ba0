"""When events are sent again, and to whom; more of it in test_outgoing, with messages."""

from imu_hinge.remote.window import AGAIN_S, HOLDS_S, Heard, Range, Window
from tests.made import S

ALL = 10


def window(last: int = ALL) -> Window:
    made = Window({"t-anna": Heard(0, 0)}, 1, last)
    made.begin(0)
    return made


def test_a_trainer_who_went_home_an_hour_ago_keeps_nothing_from_the_other() -> None:
    now_ns = 3600 * S
    made = Window({"t-anna": Heard(0, now_ns), "t-bob": Heard(0, 0)}, 1, 1000)
    made.begin(now_ns)
    while span := made.due(now_ns, 50):
        made.sent(span.after + span.most, now_ns)
        made.ack("t-anna", span.after + span.most, now_ns)
    assert made.owed(now_ns) == {"t-anna": 0, "t-bob": 1000}
    made.ack("t-bob", 20, now_ns)
    assert made.due(now_ns, 50) == Range(20, 50), "back, he gets all of it"


def test_who_spoke_a_moment_ago_is_waited_for() -> None:
    made = Window({"t-anna": Heard(5, 0), "t-bob": Heard(0, 0)}, 1, ALL)
    holds_ns = round(HOLDS_S * S)
    assert (made.acked(holds_ns - 1), made.acked(holds_ns)) == (0, 5)


def test_after_a_pause_it_is_waited_as_long_as_ever_before_a_copy() -> None:
    made = window()
    assert made.due(1000 * S, 50) == Range(0, ALL)
    made.sent(ALL, 1000 * S)
    assert made.due(1001 * S, 50) is None


def test_a_new_connection_is_patient_no_longer_than_the_first() -> None:
    made = window()
    for second in range(100):
        if made.due(second * S, 50):
            made.sent(ALL, second * S)
    made.begin(100 * S)
    made.due(100 * S, 50)
    made.sent(ALL, 100 * S)
    assert made.due(100 * S + round(AGAIN_S * S), 50) == Range(0, ALL)


def test_what_was_acknowledged_meanwhile_is_not_sent_again() -> None:
    made = window()
    made.sent(ALL, 0)
    made.begin(S)
    made.ack("t-anna", 8, 2 * S)
    assert made.due(2 * S, 50) == Range(8, 2)
