"""Device time becomes session time, and the sample period is measured, whatever the link does."""

from collections.abc import Sequence

import numpy as np
import pytest

from imu_hinge.core.clock import ClockParams, DeviceClock
from imu_hinge.core.rate import RateMeter
from imu_hinge.model.arrays import Array, Times
from imu_hinge.sensors.driver import Echo

MS = 1_000_000
S = 1_000 * MS
EVERY_NS = 48 * MS
"""A packet of five samples at 104 Hz."""


def run(true_ns: Times, arrival_ns: Times, drift_ppm: float = 0.0, offset_ns: int = 7 * S) -> Array:
    """Error in ms of the mapped time of each packet's last sample."""
    clock, errors = DeviceClock(), []
    device = offset_ns + np.round(true_ns * (1.0 + drift_ppm * 1e-6)).astype(np.int64)
    for d, a, t in zip(device.tolist(), arrival_ns.tolist(), true_ns.tolist(), strict=True):
        clock.observe(d, a)
        errors.append((int(clock.to_session(np.array([d]))[0]) - t) / MS)
    return np.array(errors)


def link(seconds: float, interval_ms: float, seed: int = 1) -> tuple[Times, Times]:
    """When samples were taken and when a link with this connection interval brought them."""
    rng = np.random.default_rng(seed)
    true = np.arange(0, round(seconds * S), EVERY_NS) + S
    events = np.ceil(true / (interval_ms * MS)) * interval_ms * MS
    late = (rng.random(len(true)) < 0.05) * interval_ms * MS + rng.exponential(2.0, len(true)) * MS
    return true, (events + late).astype(np.int64)


def test_a_constant_latency_is_all_that_remains() -> None:
    true = np.arange(0, 20 * S, EVERY_NS) + S
    assert run(true, true + 30 * MS) == pytest.approx(30.0, abs=0.01)


@pytest.mark.parametrize("interval_ms", [7.5, 30.0, 45.0])
@pytest.mark.parametrize("drift_ppm", [-50.0, 0.0, 50.0])
def test_the_lower_edge_is_followed_within_a_few_ms(interval_ms: float, drift_ppm: float) -> None:
    """Latency only ever adds, so the edge is the truth and the quickest packet's way."""
    errors = run(*link(200.0, interval_ms), drift_ppm)
    settled = errors[len(errors) // 2 :]
    assert abs(np.median(settled)) < 4.0
    assert np.ptp(settled) < 5.0


def test_the_map_moves_slowly_and_never_turns_time_back() -> None:
    true, arrival = link(150.0, 30.0)
    clock, last, steps = DeviceClock(), None, []
    for t, a in zip(true.tolist(), arrival.tolist(), strict=True):
        clock.observe(t, a)
        now = int(clock.to_session(np.array([t]))[0])
        if last is not None:
            steps.append(now - last - EVERY_NS)
        last = now
    assert min(steps) > -EVERY_NS
    p = ClockParams()
    settled = np.abs(steps[round(70 * S / EVERY_NS) :])
    assert settled.max() <= p.slew * EVERY_NS + 2


def test_the_map_depends_on_the_past_only() -> None:
    true, arrival = link(90.0, 45.0)
    n = 700
    assert run(true[:n], arrival[:n]).tolist() == run(true, arrival)[:n].tolist()


def test_a_single_early_packet_is_believed_at_once() -> None:
    """The first packets wait for the link; the first quick one corrects the map."""
    true = np.arange(0, 30 * S, EVERY_NS)
    arrival = true + np.where(true < 5 * S, 200 * MS, 10 * MS)
    errors = run(true, arrival)
    assert errors[0] == pytest.approx(200.0)
    assert errors[-1] == pytest.approx(10.0, abs=0.1)


def metered(cuts: Sequence[int], period_ns: int, nominal_ns: int) -> list[float]:
    """The ratio after every sample step, the steps added in pieces that stop where the meter asks them to."""
    meter, ratios = RateMeter(nominal_ns), list[float]()
    for cut in cuts:
        left = cut
        while left:
            n = min(left, meter.until_renewal())
            ratios += [meter.ratio] * n
            meter.add(n, n * period_ns)
            left -= n
    return ratios


@pytest.mark.parametrize("error", [-0.05, 0.0, 0.05])
def test_the_rate_is_measured(error: float) -> None:
    nominal = 9_615_385
    meter = RateMeter(nominal)
    for _ in range(1000):
        meter.add(1, round(nominal * (1 + error)))
    assert meter.ratio == pytest.approx(1 + error, abs=1e-6)
    assert meter.period_ns == pytest.approx(nominal * (1 + error), rel=1e-6)


def test_the_rate_does_not_depend_on_cuts() -> None:
    rng = np.random.default_rng(3)
    cuts = rng.integers(1, 500, 60)
    total = int(cuts.sum())
    assert metered(cuts.tolist(), 9_700_000, 9_615_385) == metered([1] * total, 9_700_000, 9_615_385)
    assert metered([total], 9_700_000, 9_615_385) == metered([1] * total, 9_700_000, 9_615_385)


def test_the_rate_follows_a_change_within_two_minutes() -> None:
    meter = RateMeter(10 * MS)
    meter.add(64, 64 * 10 * MS)
    for _ in range(300 * 100):
        meter.add(1, 10_100_000)
    assert meter.ratio == pytest.approx(1.01, abs=5e-4)


def heard(
    seconds: float, interval_ms: float, seed: int, *, in_step: bool = False, dithered: bool = True
) -> list[tuple[int, int, Echo | None]]:
    """Arrivals as (device time, arrival, None) and echoes as (device time, arrival, echo), by arrival."""
    rng = np.random.default_rng(seed)
    interval, phase = interval_ms * MS, rng.uniform(0.0, interval_ms * MS)
    every = interval_ms * MS if in_step else EVERY_NS + MS // 13
    ready = np.arange(S, seconds * S, every) + rng.uniform(0.0, interval)
    sent = np.arange(S, seconds * S, S // 2) + (rng.uniform(-0.1, 0.1, round(2 * seconds - 2)) * S) * dithered

    def on_air(t: Array) -> Array:
        return np.asarray(np.ceil((t - phase) / interval) * interval + phase)

    arrival = np.maximum.accumulate(on_air(ready) + rng.exponential(2.0, len(ready)) * MS)
    received = on_air(sent)
    answered = received + interval + rng.exponential(2.0, len(sent)) * MS
    frames = [(round(d), round(a), None) for d, a in zip(ready.tolist(), arrival.tolist(), strict=True)]
    echoes = [
        (round(d), round(t4), Echo(round(d), round((t1 + t4) / 2), round(t4 - t1)))
        for t1, d, t4 in zip(sent.tolist(), received.tolist(), answered.tolist(), strict=True)
    ]
    return sorted([*frames, *echoes], key=lambda one: one[1])


def mapped_ms(inputs: list[tuple[int, int, Echo | None]], clock: DeviceClock | None = None) -> Array:
    """Error in ms of each frame's mapped time; device time is the truth."""
    clock, errors = clock or DeviceClock(), []
    for device, arrival, echo in inputs:
        if echo is not None:
            clock.echo(echo)
            continue
        clock.observe(device, arrival)
        errors.append((int(clock.to_session(np.array([device]))[0]) - device) / MS)
    return np.array(errors)


@pytest.mark.parametrize("interval_ms", [7.5, 30.0, 50.0])
def test_with_pings_the_connection_interval_does_not_show(interval_ms: float) -> None:
    assert abs(mapped_ms(heard(30.0, interval_ms, 5))[-1]) < 2.0


def test_pings_tell_what_frames_that_all_wait_equally_long_hide() -> None:
    inputs = heard(30.0, 50.0, 6, in_step=True)
    assert mapped_ms([one for one in inputs if one[2] is None])[-1] > 8.0
    assert abs(mapped_ms(inputs)[-1]) < 4.0


def test_pings_that_keep_step_with_the_connection_are_not_relied_on() -> None:
    inputs = heard(30.0, 50.0, 6, dithered=False)
    assert abs(mapped_ms(inputs)[-1]) < 3.0


def test_when_answers_stop_arrivals_decide() -> None:
    inputs = [one for one in heard(150.0, 30.0, 7) if one[2] is None or one[1] < 40 * S]
    assert abs(mapped_ms(inputs)[-1]) < 3.0


def test_an_echo_of_another_boot_is_left_out_and_used_by_the_next_clock() -> None:
    inputs = heard(20.0, 30.0, 8)
    clock = DeviceClock()
    before = mapped_ms(inputs, clock)[-1]
    boot = [Echo(t * S, (30 + t) * S + 20 * MS, 40 * MS) for t in range(2, 5)]
    for echo in boot:
        clock.echo(echo)
    last = inputs[-1][0]
    clock.observe(last + EVERY_NS, last + EVERY_NS + 40 * MS)
    assert int(clock.to_session(np.array([last]))[0]) - last == pytest.approx(before * MS, abs=MS)
    renewed = clock.renewed()
    renewed.observe(5 * S, 35 * S + 60 * MS)
    assert int(renewed.to_session(np.array([5 * S]))[0]) == 35 * S + 60 * MS


def test_with_pings_too_released_times_rise() -> None:
    clock, times = DeviceClock(), []
    for device, arrival, echo in heard(120.0, 50.0, 9):
        if echo is None:
            clock.observe(device, arrival)
            times.append(int(clock.to_session(np.array([device]))[0]))
        else:
            clock.echo(echo)
    assert np.diff(times).min() > 0.9 * EVERY_NS
