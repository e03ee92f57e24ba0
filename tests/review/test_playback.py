"""A moment under review is the picture that the live screen had."""

from dataclasses import replace

import numpy as np
import pytest

from imu_hinge.analysis import new_session
from imu_hinge.analysis.source import open_source
from imu_hinge.cues.banner import CALM
from imu_hinge.cues.banners import Banners
from imu_hinge.history.rows import Said
from imu_hinge.review.playback import BEFORE_NS, moment
from imu_hinge.view.snapshot import Recorded, Snapshot, Stage
from imu_hinge.view.stillness import Heard
from imu_hinge.view.viewer import Viewer
from tests.made import S, rep
from tests.review.made import GUIDED, PAST, ROUNDING, a_set, book, frames, path_of, reviewed

LATE_NS = 1_500_000_000
"""By then the live screen has said what happened; it counts from the bottom on, this from the end."""


def live(name: str) -> list[Snapshot]:
    """What the live screen showed, one for each tick of half a second."""
    with open_source(path_of(name), None, 0.1) as source:
        heard = Heard()
        fold = new_session(source.exercise, sample_tap=heard.tap)
        viewer = Viewer(fold, heard, Banners(source.exercise), Recorded)
        seen: list[Snapshot] = []
        for item in source.items:
            viewer.receive(item, fold.feed(item))
            if not seen or viewer.snapshot.t_ns - seen[-1].t_ns >= S // 2:
                seen.append(viewer.snapshot)
    return seen


def test_counts_limits_and_trace_are_those_of_the_live_screen() -> None:
    one = reviewed(ROUNDING)
    compared = 0
    for shown in live(ROUNDING):
        t_ns = shown.t_ns
        again = moment(one.book, one.angles.between(t_ns - BEFORE_NS, t_ns), t_ns)
        if not shown.sets or shown.stage is not Stage.SET:
            continue
        compared += 1
        assert again.limits == shown.limits
        bottoms = sum(line.rep.t_bottom_ns <= t_ns for line in one.book.lines)
        assert moment(one.book, frames([]), t_ns - LATE_NS).count <= shown.count <= bottoms
        newest = shown.trace[np.isfinite(shown.trace[:, 1])][-1]
        at = np.argmin(np.abs(again.trace[:, 0] - newest[0]))
        assert again.trace[at, 1] == pytest.approx(newest[1], abs=0.5)
    assert compared > 20


def test_a_set_grows_and_then_rests() -> None:
    two = book(a_set(1, rep(1), rep(2)), a_set(2, rep(6), rep(7, **PAST)), pains=((1 * S, 2), (20 * S, 3)))
    stages = {t: moment(two, frames([]), t * S) for t in (3, 9, 11, 20, 29, 50)}
    assert [one.stage for one in stages.values()] == [
        Stage.READY,
        Stage.SET,
        Stage.SET,
        Stage.REST,
        Stage.SET,
        Stage.REST,
    ]
    assert [one.count for one in stages.values()] == [0, 0, 1, 2, 2, 2]
    assert (
        stages[20].rest_s == 6.0 and stages[50].pains == ((1 * S, 2), (20 * S, 3)) and stages[9].pains == ((1 * S, 2),)
    )


def test_the_word_of_a_fault_stands_for_a_moment() -> None:
    one = reviewed(ROUNDING).book
    first = one.raised[0]
    word = next(fault.word for fault in one.exercise.faults if fault.id == first.fault)
    assert moment(one, frames([]), first.t_ns).banner.word == word
    assert moment(one, frames([]), first.t_ns - 1).banner == CALM
    assert moment(replace(one, raised=(first,)), frames([]), first.t_ns + 5 * S).banner == CALM


def test_without_angles_nothing_plausible_is_shown() -> None:
    shown = moment(book(), frames([]), 20 * S)
    assert shown.angles.lumbar_deg is None and len(shown.trace) == 0


def test_a_low_back_that_is_not_judged_has_no_limit_but_a_reason() -> None:
    strap = replace(GUIDED, reasons=("thorax_tilt_only", "no_pelvis"))
    said = Said(sets=(a_set(1, rep(1)),), calibrations=(strap,), rejected=())
    shown = moment(book(said=said), frames([]), 9 * S)
    assert (shown.limits, shown.unjudged) == (None, "low back not judged: the thoracic sensor has no gyroscope")
