import pytest

from imu_hinge.virtual.air.anchors import Anchors


def test_events_follow_one_another_at_the_interval() -> None:
    anchors = Anchors(10.0, [0.03])
    assert anchors.after(9.0) == 10.0
    assert anchors.after(10.0) == pytest.approx(10.03)
    assert anchors.after(10.05) == pytest.approx(10.06)
    assert anchors.last(10.05) == pytest.approx(10.03)
    assert anchors.last(9.0) == 10.0


def test_a_trace_of_gaps_is_repeated() -> None:
    anchors = Anchors(0.0, [0.001, 0.042, 0.002])
    times, t_s = [], 0.0
    for _ in range(6):
        t_s = anchors.after(t_s)
        times.append(round(t_s, 6))
    assert times == [0.001, 0.043, 0.045, 0.046, 0.088, 0.09]


def test_an_event_is_never_followed_by_itself_however_times_are_rounded() -> None:
    anchors, t_s = Anchors(0.1, [0.0075]), 0.0
    for _ in range(10_000):
        later = anchors.after(t_s)
        assert later - t_s > 0.007
        t_s = later - 1e-12
