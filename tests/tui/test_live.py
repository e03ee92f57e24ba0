"""What the live screen shows in each state, at the three sizes."""

from dataclasses import replace

import pytest
from textual.pilot import Pilot

from imu_hinge.tui.layout import CSS
from imu_hinge.tui.looks import Looks
from imu_hinge.tui.widgets.drawn import Drawn
from imu_hinge.view.snapshot import Snapshot, Stage
from tests.made import S
from tests.tiers import sizes
from tests.tui.looking import SIZES, inked, look, running
from tests.tui.made import (
    CALIBRATING,
    CAUTION,
    COUNTED,
    PAIN,
    RESTING,
    SENSOR_LOST,
    SET,
    STANDING,
    STATES,
    SUMMARY,
    WAITING,
    WARNING,
    Shown,
)

PARTS = {
    "waiting": "links banner page keys",
    "calibrating": "links banner count page keys",
    "set": "links banner count reps gauge keys",
    "warning": "links banner count reps gauge keys",
    "unsure": "links banner count reps gauge keys",
    "sensor_lost": "links banner count reps gauge keys",
    "rest": "links banner count reps page pain keys",
    "pain": "links banner count reps page pain keys",
    "summary": "banner page keys",
    "hint": "links banner count reps gauge keys",
    "planned_ready": "links banner count reps gauge keys",
    "planned_rest": "links banner count reps page pain keys",
    "plan_done": "banner page keys",
}
TALL = " share trace"


@pytest.mark.parametrize("size", sizes(SIZES))
@pytest.mark.parametrize("state", STATES)
def test_each_state_fills_the_screen_with_its_parts(state: str, size: tuple[int, int]) -> None:
    shown = look(STATES[state], size)
    wanted = PARTS[state].replace("gauge", f"gauge{TALL}") if size[1] >= 34 else PARTS[state]
    assert " ".join(shown.parts) == wanted
    assert sum(len(rows) for rows in shown.parts.values()) == size[1]
    assert {len(row) for rows in shown.parts.values() for row in rows} == {size[0]}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("snapshot", [SET, WARNING, SENSOR_LOST, RESTING], ids=["set", "warning", "lost", "rest"])
def test_the_count_is_at_least_seven_rows_high(snapshot: Snapshot, size: tuple[int, int]) -> None:
    assert inked(look(snapshot, size)["count"]) >= 7


@pytest.mark.parametrize(
    ("size", "rows"),
    [
        ((80, 24), {"banner": 8, "count": 11, "reps": 1, "gauge": 2}),
        ((120, 40), {"banner": 12, "count": 14, "reps": 2, "gauge": 3, "share": 2, "trace": 5}),
        ((200, 60), {"banner": 19, "count": 21, "reps": 2, "gauge": 4, "share": 2, "trace": 10}),
    ],
)
def test_the_rows_are_given_to_what_is_read_from_afar(size: tuple[int, int], rows: dict[str, int]) -> None:
    shown = look(SET, size)
    assert {name: len(shown[name]) for name in rows} == rows


@pytest.mark.parametrize(("size", "rows"), [((80, 24), (8, 14)), ((120, 40), (12, 26)), ((200, 60), (22, 36))])
def test_big_gives_nearly_all_rows_to_word_and_count(size: tuple[int, int], rows: tuple[int, int]) -> None:
    shown = look(WARNING, size, looks=Looks(big=True))
    assert list(shown.parts) == ["banner", "count", "reps", "gauge"]
    assert (len(shown["banner"]), len(shown["count"])) == rows
    assert shown["reps"][0].endswith("● ● REC 00:25 ")


@pytest.mark.parametrize("state", STATES)
def test_at_most_seven_keys_are_shown_at_80_columns(state: str) -> None:
    keys = look(STATES[state])["keys"][0].strip().split("  ")
    assert 3 <= len(keys) <= 7
    assert "? Help" in keys


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    ("snapshot", "word", "flooded"),
    [
        (WAITING, "WAIT", False),
        (CALIBRATING, "HINGE", False),
        (STANDING, "READY", False),
        (COUNTED, "GOOD", False),
        (CAUTION, "ARCH", True),
        (WARNING, "ARCH", True),
        (SENSOR_LOST, "LOST", True),
        (RESTING, "REST", False),
        (PAIN, "STOP", True),
        (SUMMARY, "DONE", False),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_word_is_large_and_floods_the_band_for_faults_and_lost_data_only(
    snapshot: Snapshot, word: str, flooded: bool, size: tuple[int, int]
) -> None:
    shown = look(snapshot, size)
    assert (shown.word, shown.flooded) == (word, flooded)
    assert inked(shown["banner"]) >= 7


def test_nothing_scrolls() -> None:
    assert "overflow: hidden" in CSS
    assert running(WARNING, lambda app, _: app.live.show_vertical_scrollbar) is False


def test_only_what_changed_is_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[str | None] = []

    def redrawn(app: Shown, _: Pilot[None]) -> None:
        monkeypatch.setattr(Drawn, "redraw", lambda widget: drawn.append(widget.id))
        app.now = replace(SET, t_ns=SET.t_ns + S // 15, angles=replace(SET.angles, lumbar_deg=20.0))
        app.live.update_picture()

    running(SET, redrawn, (120, 40))
    assert drawn == ["gauge", "trace"]


def test_the_stage_follows_the_session() -> None:
    def through(app: Shown, _: Pilot[None]) -> list[bool]:
        seen = []
        for stage in (WAITING, CALIBRATING, STANDING, SET, RESTING, SUMMARY):
            app.now = stage
            app.live.update_picture()
            seen.append([one for one in Stage if app.live.has_class(f"-{one}")] == [stage.stage])
        return seen

    assert running(WAITING, through) == [True] * 6
