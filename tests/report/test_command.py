"""`imu-hinge report`, from the command line to the file."""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from imu_hinge.cli import main
from imu_hinge.history.clients import add_client, client_of
from imu_hinge.history.database import URL_VARIABLE, History, open_history, sqlite_url
from imu_hinge.history.edits import edit
from imu_hinge.history.files import sha256_of
from imu_hinge.history.notes import add_note
from imu_hinge.history.reading import read_session
from imu_hinge.history.rebuild import keep
from imu_hinge.history.rows import SessionRow
from imu_hinge.history.tables import ACCESS, COPY
from tests.cli.processes import SAMPLE
from tests.history.made import NOW_NS, session_of, trainer
from tests.made import bends_csv
from tests.report.parsed import Element, parsed


@pytest.fixture(scope="module")
def short(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A recording of six bends."""
    csv = bends_csv(tmp_path_factory.mktemp("short") / "bends.csv", 6)
    path = csv.with_suffix(".mcap")
    assert main(["import", str(csv), "-o", str(path), "--exercise", "band_rdl"]) == 0
    return path


@pytest.fixture(autouse=True)
def own_history(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(URL_VARIABLE, sqlite_url(tmp_path / "history.db"))
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def history(tmp_path: Path) -> Iterator[History]:
    with open_history() as opened:
        yield opened


@pytest.fixture
def kept(history: History, short: Path, tmp_path: Path) -> SessionRow:
    """The short recording, in the history, lying at tmp_path/sample.mcap."""
    path = Path(shutil.copy(short, tmp_path / "sample.mcap"))
    return keep(history, read_session(path), tmp_path / "recordings")


def report(*words: object, code: int = 0) -> None:
    assert main(["report", *map(str, words)]) == code


def page(path: Path) -> Element:
    return parsed(path.read_text(encoding="utf-8"))


def reps_of(path: Path) -> str:
    return page(path).one(id="number-reps").one("b").text


def refused(capsys: pytest.CaptureFixture[str], *words: object) -> str:
    report(*words, code=2)
    err = capsys.readouterr().err
    assert err.count("\n") == 1
    return err


def test_a_recording_becomes_a_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report(SAMPLE, "-o", "page.html")
    assert capsys.readouterr() == ("page.html\n", "")
    assert page(tmp_path / "page.html").one("h1").text == "Band hinge"
    assert not (tmp_path / "history.db").exists(), "a history that is not there is not made"


def test_the_same_recording_gives_the_same_bytes(short: Path, tmp_path: Path) -> None:
    for name in ("a.html", "b.html"):
        report(short, "-o", name)
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()


def test_the_name_is_that_of_the_recording_and_of_no_person(short: Path, tmp_path: Path) -> None:
    report(SAMPLE)
    report(short, "--anonymous")
    assert sorted(path.name for path in tmp_path.glob("*.html")) == ["20260101T1000-83ca464e.html", "report.html"]


def test_a_plain_csv_needs_an_exercise(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    csv = bends_csv(tmp_path / "bends.csv", 6)
    assert "give --exercise" in refused(capsys, csv, "-o", "page.html")
    report(csv, "--exercise", "forward_bend", "-o", "page.html")
    assert reps_of(tmp_path / "page.html") == "6"


def test_a_recording_cut_short_is_reported_as_far_as_it_goes(short: Path, tmp_path: Path) -> None:
    (tmp_path / "cut.mcap").write_bytes(short.read_bytes()[:-60_000])
    report("cut.mcap", "-o", "page.html")
    assert "incomplete: byte" in page(tmp_path / "page.html").one("footer").text


def test_a_note_is_the_sentence_for_next_time(short: Path, tmp_path: Path) -> None:
    report(short, "-o", "page.html", "--note", "Hips  back\nfirst.")
    assert (
        page(tmp_path / "page.html").one("div", class_="sentence").one("p", class_="words").text == "Hips back first."
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nowhere.mcap"], "nowhere.mcap: No such file or directory; check the path"),
        (["0b9a61f2"], "no session '0b9a61f2'"),
        ([SAMPLE, "-o", "page.pdf"], "name OUT.html, and give --pdf"),
        ([SAMPLE, "--note", "x", "--anonymous"], "--note does not go with --anonymous"),
        ([SAMPLE, "--exercise", "squat"], "there is no exercise 'squat'"),
        ([SAMPLE, "-o", "missing/page.html"], "there is no folder missing"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(
    words: list[object], said: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert said in refused(capsys, *words)
    assert not list(tmp_path.glob("*.html"))


def test_nothing_is_overwritten_unasked(short: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "page.html").write_text("mine", encoding="utf-8")
    assert "already exists" in refused(capsys, short, "-o", "page.html")
    assert (tmp_path / "page.html").read_text(encoding="utf-8") == "mine"
    report(short, "-o", "page.html", "--force")
    assert reps_of(tmp_path / "page.html")


def test_a_session_of_the_history_and_its_recording_give_one_page(kept: SessionRow, tmp_path: Path) -> None:
    report(str(kept.id)[:8], "-o", "session.html")
    report("sample.mcap", "-o", "recording.html")
    assert (tmp_path / "session.html").read_bytes() == (tmp_path / "recording.html").read_bytes()
    assert page(tmp_path / "session.html").all("svg", id="overlay")


def test_a_page_of_the_history_has_corrections_and_the_trainers_note(
    history: History, kept: SessionRow, tmp_path: Path
) -> None:
    report("sample.mcap", "-o", "before.html")
    with history.writing() as db:
        first = read_session(tmp_path / "sample.mcap").said.sets[0].reps[0]
        edit(db, kept.id, "exclude", first.t_bottom_ns, {}, trainer(db), "talking", NOW_NS)
        client = client_of(db, "c-00000000", NOW_NS)
        add_note(db, client, trainer(db), "Hips back.", NOW_NS, session=kept, client_may_see=True)
    report("sample.mcap", "-o", "after.html")
    before, after = (int(reps_of(tmp_path / f"{name}.html")) for name in ("before", "after"))
    assert after == before - 1
    assert page(tmp_path / "after.html").one("p", class_="words").text == "Hips back."


def test_every_page_of_a_session_is_noted_in_the_history(history: History, kept: SessionRow, tmp_path: Path) -> None:
    report(str(kept.id), "-o", "page.html")
    with history.reading() as db:
        (copy,) = db.execute(select(COPY)).mappings()
        assert not db.execute(select(ACCESS)).all(), "looking at oneself is no access"
    assert (copy["kind"], copy["path"], copy["client_id"]) == ("report", str(tmp_path / "page.html"), kept.client_id)
    assert copy["sha256"] == sha256_of(tmp_path / "page.html")


def test_a_session_whose_recording_is_gone_has_no_curves(
    history: History, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with history.writing() as db:
        row = session_of(db, add_client(db, display_name="Ann", birth_year=None, now_ns=NOW_NS))
    report(str(row.id), "-o", "page.html")
    assert "the page has what the history knows, and no curves" in capsys.readouterr().err
    assert reps_of(tmp_path / "page.html") == "3"
    assert not page(tmp_path / "page.html").all("svg", id="overlay")
    with history.reading() as db:
        assert [access["what"] for access in db.execute(select(ACCESS)).mappings()] == ["exported"]


def test_a_history_that_cannot_be_read_does_not_keep_a_recording_from_its_page(
    short: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "history.db").write_bytes(b"no database" * 1000)
    report(short, "-o", "page.html")
    assert "the page is made from the recording alone" in capsys.readouterr().err
    assert reps_of(tmp_path / "page.html")


@pytest.mark.parametrize(
    ("extra", "library", "words"),
    [("report", "jinja2", []), ("report", "matplotlib", []), ("pdf", "weasyprint", ["--pdf"])],
)
def test_a_missing_extra_is_named(
    extra: str, library: str, words: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for module in [name for name in sys.modules if name.startswith("imu_hinge.report")]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.setitem(sys.modules, library, None)
    assert f"needs the extra \"{extra}\": pip install 'imu-hinge[{extra}]'" in refused(capsys, SAMPLE, *words)


def test_a_page_is_also_a_pdf(short: Path, tmp_path: Path) -> None:
    pytest.importorskip("weasyprint", reason="the extra pdf is not installed")
    report(short, "-o", "page.html", "--pdf")
    assert (tmp_path / "page.pdf").read_bytes().startswith(b"%PDF-")
