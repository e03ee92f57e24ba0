"""Files and live sources go through one stage."""

from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from random import Random

import pytest

from imu_hinge.analysis import verify
from imu_hinge.analysis.verify import agree
from imu_hinge.catalogue import texts
from imu_hinge.core.session import Session
from imu_hinge.model.events import Event, Step
from imu_hinge.model.inputs import Command, Input, Tick
from imu_hinge.recording import Recorder
from imu_hinge.station.loop import Sink, Stage, run_live, run_session
from imu_hinge.virtual.loops import run_jumping
from tests.core.folds import wearer
from tests.recording.examples import about
from tests.station.folds import Listener, Remembering


def test_every_sink_sees_a_step_before_the_next_input_is_read() -> None:
    log: list[tuple[str, int]] = []

    def source() -> Iterator[Input]:
        for t_ns in (1, 2):
            log.append(("read", t_ns))
            yield Tick(t_ns)

    fold = Remembering()
    run_session(source(), fold, [Listener(log, "a"), Listener(log, "b")])
    assert fold.seen == [Tick(1), Tick(2)]
    assert log == [("read", 1), ("a", 1), ("b", 1), ("read", 2), ("a", 2), ("b", 2)]


class Given:
    def __init__(self, *items: Input, late: Callable[[Input], bool] = lambda item: False) -> None:
        self.items, self.late = items, late

    def say(self, name: str, argument: str = "") -> None:
        raise AssertionError("nobody speaks")

    async def __aiter__(self) -> AsyncIterator[Input]:
        for item in self.items:
            yield item


def test_a_live_session_ends_with_the_command_end() -> None:
    fold = Remembering()
    run_jumping(run_live(Given(Tick(1), Command(2, "end"), Tick(3)), Stage(fold, [])))
    assert fold.seen == [Tick(1), Command(2, "end")]


def test_a_source_that_runs_dry_is_ended_at_its_last_time() -> None:
    fold = Remembering()
    run_jumping(run_live(Given(Tick(1), Tick(7)), Stage(fold, [])))
    assert fold.seen[-1] == Command(7, "end")


class Kept:
    """A sink that keeps everything."""

    def __init__(self) -> None:
        self.items: list[Input] = []
        self.events: list[Event] = []
        self.frames = b""

    def receive(self, item: Input, step: Step) -> None:
        self.items.append(item)
        self.events += step.events
        self.frames += step.frames.tobytes()

    def close(self) -> None:
        pass


def played(late: Callable[[Input], bool], *sinks: Sink) -> Kept:
    """A set of the virtual wearer; the machine is behind where `late` says so."""
    source, kept = Given(*wearer(seed=1004).inputs(), late=late), Kept()
    run_jumping(run_live(source, Stage(Session("band_rdl"), [*sinks, kept])))
    return kept


def test_a_machine_that_is_behind_passes_every_input_on_and_says_the_same(tmp_path: Path) -> None:
    (profile, faults), chance, behind = texts("band_rdl"), Random(5), [False]

    def late(item: Input) -> bool:
        behind[0] ^= chance.random() < 0.02
        return behind[0]

    prompt = played(lambda item: False)
    with Recorder(tmp_path / "late.mcap", about(exercise_profile=profile, fault_profiles=faults)) as recorder:
        kept = played(late, recorder)
    assert kept.items == prompt.items and len(kept.items) > 3000
    assert kept.events == prompt.events and len(kept.events) > 20
    assert kept.frames == prompt.frames
    verdict = verify(tmp_path / "late.mcap")
    assert verdict.same and verdict.events == len(kept.events)


def test_what_waits_is_worked_on_when_a_source_fails() -> None:
    items = [item for item in wearer(seed=1004).inputs() if item.t_ns < 30e9]
    prompt, kept = Kept(), Kept()
    run_session(items, Session("band_rdl"), [prompt])

    class Failing(Given):
        async def __aiter__(self) -> AsyncIterator[Input]:
            async for item in super().__aiter__():
                yield item
            raise OSError("the radio is gone")

    with pytest.raises(OSError, match="gone"):
        run_jumping(run_live(Failing(*items, late=lambda item: True), Stage(Session("band_rdl"), [kept])))
    assert kept.items == items
    assert (kept.events, kept.frames) == (prompt.events, prompt.frames) and kept.events


def test_what_was_said_before_its_time_is_another_answer() -> None:
    now = 7, {"type": "RepCompleted"}
    assert agree((7, now[1]), now) and agree((9, now[1]), now)
    assert not agree((6, now[1]), now) and not agree((7, {}), now) and not agree(None, now)
