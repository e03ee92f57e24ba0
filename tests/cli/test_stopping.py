"""A wish to end: the first signal ends, a hasty second one changes nothing, only the third does not wait."""

import signal

import pytest

from imu_hinge.cli.stopping import APART_S, WRITING, stopping


class Clock:
    """Stands until it is moved."""

    now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


def test_a_second_one_at_once_is_the_same_wish(capfd: pytest.CaptureFixture[str]) -> None:
    stops: list[str] = []
    with stopping(lambda: stops.append("stop"), Clock()) as came:
        for signum in (signal.SIGINT, signal.SIGINT, signal.SIGTERM):
            signal.raise_signal(signum)
    assert came == [signal.SIGINT, signal.SIGINT, signal.SIGTERM]
    assert stops == ["stop"] and capfd.readouterr().err == ""


def test_a_second_wish_is_answered_and_a_third_one_leaves(capfd: pytest.CaptureFixture[str]) -> None:
    stops: list[str] = []
    clock = Clock()
    with stopping(lambda: stops.append("stop"), clock):
        signal.raise_signal(signal.SIGTERM)
        clock.now_s += APART_S
        signal.raise_signal(signal.SIGINT)
        assert capfd.readouterr().err == f"{WRITING}\n"
        clock.now_s += APART_S
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
    assert stops == ["stop"]


def test_who_keeps_pressing_leaves_too(capfd: pytest.CaptureFixture[str]) -> None:
    clock = Clock()
    with stopping(lambda: None, clock), pytest.raises(KeyboardInterrupt):
        for _ in range(20):
            signal.raise_signal(signal.SIGINT)
            clock.now_s += 0.6 * APART_S
    assert clock.now_s == pytest.approx(100.0 + 4 * 0.6 * APART_S)


def test_afterwards_signals_are_what_they_were() -> None:
    before = [signal.getsignal(signum) for signum in (signal.SIGINT, signal.SIGTERM)]
    with stopping(lambda: None):
        signal.raise_signal(signal.SIGTERM)
    assert [signal.getsignal(signum) for signum in (signal.SIGINT, signal.SIGTERM)] == before
