"""A fold in strides says what the fold of every single input says, of every kind of session and over any radio."""

from collections.abc import Callable, Iterable, Sequence
from functools import cache

import numpy as np
import pytest

from imu_hinge.analysis import Folded, strides
from imu_hinge.core.assess import AssessmentSession
from imu_hinge.core.posture import PostureSession
from imu_hinge.core.session import Session
from imu_hinge.core.strides import STRIDE_NS
from imu_hinge.model.events import Event, Step
from imu_hinge.model.inputs import Command, Input, Packet, Placement
from imu_hinge.virtual.radio import Radio
from tests.core.folds import wearer
from tests.tiers import shortened

KINDS: dict[str, Callable[[], Folded]] = {
    "training": lambda: Session("band_rdl"),
    "posture": lambda: PostureSession("band_rdl"),
    "assessment": AssessmentSession,
}
AWAY = {Placement.SACRUM: ((14.0, 17.5),), Placement.THORACIC: ((16.0, 16.8), (24.0, 31.0))}
RADIOS = {
    "links_lost": Radio(dropouts_s=AWAY, batch=10),
    "plain": Radio(),
    "bursts": Radio(loss=0.05, bursts_per_min=8.0, doubles=0.05, rotation=False),
    "large_packets": Radio(batch=15, interval_s=0.05),
}


@cache
def over(radio: str) -> list[Input]:
    """The calibration and some repetitions."""
    return [item for item in wearer(seed=1004).inputs(RADIOS[radio]) if item.t_ns < 55e9]


def joined(steps: Iterable[Step]) -> tuple[list[Event], bytes]:
    given = list(steps)
    return [event for step in given for event in step.events], np.concatenate([s.frames for s in given]).tobytes()


def one_by_one(session: Folded, items: Sequence[Input]) -> tuple[list[Event], bytes]:
    return joined(session.feed(item) for item in items)


def in_strides(session: Folded, items: Sequence[Input]) -> tuple[list[Event], bytes]:
    return joined(step for _, step in strides(session, items))


@pytest.mark.parametrize("radio", shortened(RADIOS, 2))
@pytest.mark.parametrize("kind", shortened(KINDS))
def test_strides_say_the_same(kind: str, radio: str) -> None:
    events, frames = one_by_one(KINDS[kind](), over(radio))
    assert len(events) > 5 and len(frames) > 1000
    assert in_strides(KINDS[kind](), over(radio)) == (events, frames)


@pytest.mark.parametrize("kind", ["posture", "assessment"])
def test_strides_of_other_kinds_say_the_same(kind: str) -> None:
    assert in_strides(KINDS[kind](), over("links_lost")) == one_by_one(KINDS[kind](), over("links_lost"))


@pytest.mark.parametrize("heard", Placement)
def test_strides_of_one_sensor_say_the_same(heard: Placement) -> None:
    items = [item for item in over("links_lost") if not isinstance(item, Packet) or item.placement is heard]
    assert in_strides(Session("band_rdl"), items) == one_by_one(Session("band_rdl"), items)


def test_each_input_comes_back_once_and_what_it_says_a_stride_later_at_most() -> None:
    items = over("plain")
    given = list(strides(Session("band_rdl"), items))
    assert [item for item, _ in given] == items
    told = [item.t_ns for item, step in given if len(step.frames)]
    assert len(told) < len(items) / 20
    assert max(np.diff(told)) <= STRIDE_NS + STRIDE_NS // 4


def test_what_waits_at_the_end_of_the_inputs_is_said() -> None:
    items = [item for item in over("plain") if not isinstance(item, Command)]
    cut = items[: len(items) // 2]
    assert in_strides(Session("band_rdl"), cut) == one_by_one(Session("band_rdl"), cut)
