"""Clients over weeks, in the words of the trainer's screen, from a history with a few entries."""

import json
import time
from pathlib import Path

import pytest

from imu_hinge.cli import main
from imu_hinge.cli.trainer.past import History, urgency
from imu_hinge.cli.trainer.people import known
from imu_hinge.history.authors import default_author
from imu_hinge.history.clients import add_client
from imu_hinge.history.database import open_history
from imu_hinge.history.levels import set_level
from imu_hinge.history.notes import add_note
from imu_hinge.history.pains import add_pain
from imu_hinge.history.plans import set_plan
from imu_hinge.history.rows import Client
from imu_hinge.history.weekly import week
from imu_hinge.tui.rows import Line
from imu_hinge.view.wall import Planned
from tests.history.arrived import ANN, arrived
from tests.history.progressed import ready
from tests.wording import forbidden

DAY_NS = 86_400_000_000_000


@pytest.fixture
def filled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Client, Client]:
    """Anna with a plan, a level, a note and a rise of pain; Boris with nothing."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    now_ns = time.time_ns()
    with open_history() as history, history.writing() as db:
        anna, boris = (
            add_client(db, display_name=name, birth_year=None, now_ns=now_ns - 30 * DAY_NS)
            for name in ("Anna", "Boris")
        )
        trainer = default_author(db, "trainer")
        set_plan(db, anna, "band_rdl", 3, 8, trainer, now_ns)
        set_level(db, anna, 2, trainer, "clean hinges", now_ns - DAY_NS)
        add_note(db, anna, trainer, "keeps the arch\nwith less band", now_ns)
        for days, score in ((6, 2), (1, 5)):
            add_pain(db, anna, score, "next_day", now_ns - days * DAY_NS)
    return anna, boris


def text(lines: list[Line]) -> str:
    return "\n".join("".join(part for part, _ in line) for line in lines)


def test_who_needs_a_look_comes_first_with_the_reason(filled: tuple[Client, Client]) -> None:
    anna, boris = filled
    weeks = list(History().weeks())
    assert [one.client for one in weeks] == [anna.pseudonym, boris.pseudonym]
    assert text([weeks[0].first]).startswith("Anna") and "level 2" in text([weeks[0].first])
    assert text([weeks[0].second]).strip() == "! pain 2 to 5, rises"
    assert text([weeks[1].second]).strip() == "no pain told"


def test_the_order_is_pain_then_sessions_then_absence(filled: tuple[Client, Client]) -> None:
    with open_history() as history, history.reading() as db:
        rows = {row.client.display_name: row for row in week(db, time.time_ns())}
    assert urgency(rows["Anna"]) < urgency(rows["Boris"])


def test_the_page_of_a_client_has_plan_level_pain_and_notes(filled: tuple[Client, Client]) -> None:
    page = text(list(History().page(filled[0].pseudonym)))
    for words in (
        "band_rdl 3 x 8: this week 0 sets, 0 reps",
        "level 2 since",
        "clean hinges",
        "2 5, rises by 3",
        "keeps the arch",
        "with less band",
        "sessions of 4 weeks\n  none",
    ):
        assert words in page


def test_a_step_that_is_proposed_stands_in_the_list_and_on_the_page(filled: tuple[Client, Client]) -> None:
    _, boris = filled
    with open_history() as history, history.writing() as db:
        ready(db, boris, now_ns=time.time_ns())
        set_plan(db, boris, "split_stance_hinge", 2, 8, default_author(db, "trainer"), time.time_ns())
    rows = {one.client: text([one.first]) for one in History().weeks()}
    assert "level 3, proposed: on to 4" in rows[boris.pseudonym]
    page = text(list(History().page(boris.pseudonym)))
    assert "  proposed: on to level 4, rdl row\n    days of training: 6, at least 6 in a row" in page
    assert "  today, split stance hinge left: 0 of 1 set, 0 of 8 reps" in page and forbidden(page) == []


def test_what_is_missing_stands_on_the_page(filled: tuple[Client, Client]) -> None:
    page = text(list(History().page(filled[0].pseudonym)))
    assert (
        "  proposed: one level easier, level 1, band hinge\n    rise of the newest pain: 3, proposed from 2 on" in page
    )


def test_people_of_the_room_have_names_plans_levels_and_the_newest_pain(filled: tuple[Client, Client]) -> None:
    anna, boris = known([filled[0].pseudonym, filled[1].pseudonym])
    assert (anna.number, anna.name, anna.planned) == (1, "Anna", (Planned("band_rdl", 3, 8),))
    assert (anna.level, anna.pain) == (2, 5)
    assert (boris.number, boris.name, boris.planned, boris.level, boris.pain) == (2, "Boris", (), None, None)


def test_somebody_the_history_does_not_know_is_called_by_the_pseudonym(filled: tuple[Client, Client]) -> None:
    (stranger,) = known(["c-zzzzzzzz"])
    assert stranger.name == "c-zzzzzzzz"


def test_what_was_watched_stands_on_the_page_with_its_pain_and_without_an_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    rep = {"id": 1, "set_index": 1, "status": "counted", "side": None, "faults": []}
    pains = [("PainReported", {"t_ns": score, "score": score, "moment": "after"}) for score in (1, 7)]
    told = [
        ("SessionStarted", {"exercise": "band_rdl"}),
        ("SetStarted", {"set_index": 1}),
        ("RepCompleted", {"rep": rep}),
    ]
    with open_history() as history:
        arrived(history, 0.5, "aaaaaaaa", *told, *pains, now_ns=time.time_ns())
    page = text(list(History().page(ANN)))
    assert "band_rdl  1 set, 1 rep, pain 1 7, no end" in page
    assert "pain, the newest last\n  1 7, rises by 6" in page
    assert [one.pain for one in known([ANN])] == [7]
    assert (main(["clients", "list"]), main(["clients", "show", ANN, "--json"])) == (0, 0)
    listed, _, shown = capsys.readouterr().out.partition("{")
    assert "  7 on " in listed
    assert [one["score"] for one in json.loads("{" + shown)["pains"]] == [1, 7]
