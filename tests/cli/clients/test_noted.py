"""`imu-hinge clients note`, `consent`, `limit` and `trend`."""

import json
import sqlite3
from contextlib import closing

from imu_hinge.recording.locks import try_lock
from tests.cli.clients.asked import NOTE, pseudonym
from tests.cli.homes import Home
from tests.wording import forbidden


def test_a_note_is_written_read_and_taken_away(ann: Home) -> None:
    ann.says("clients", "note", "Ann", "red band", "--client-may-see")
    notes = json.loads(ann.says("clients", "note", "Ann", "--json"))
    assert [(note["text"], note["by"], note["client_may_see"]) for note in notes] == [
        (NOTE, "Tess (trainer)", False),
        ("red band", "trainer", True),
    ]
    left = ann.says("clients", "note", "Ann", "--drop", notes[1]["id"][:8])
    assert NOTE in left and "red band" not in left


def test_a_consent_is_noted_and_taken_back(ann: Home) -> None:
    assert "research" in ann.says("clients", "consent", "Ann", "research", "--until", "2199-12-31").partition("\n")[0]
    assert "until 2199-12-31" in ann.says("clients", "consent", "Ann")
    told = json.loads(ann.says("clients", "consent", "Ann", "--json"))
    assert told["agrees_to"] == ["keep", "research"]
    assert told["consents"][0]["text"].startswith("My movement in training may be recorded and kept")
    assert "agrees to: research" in (said := ann.says("clients", "consent", "Ann", "keep", "--withdraw"))
    assert f"imu-hinge clients erase {pseudonym(ann)}" in said
    assert "has not agreed to 'keep'" in ann.refuses("clients", "consent", "Ann", "keep", "--withdraw")


def test_a_consent_taken_back_while_a_session_runs_says_what_becomes_of_it(ann: Home) -> None:
    part = ann.data / "recordings" / pseudonym(ann) / "20261121T090000Z-000000ab.mcap.part"
    part.touch()
    with part.open("rb+") as writer:
        assert try_lock(writer.fileno())
        said = ann.says("clients", "consent", "Ann", "keep", "--withdraw")
    assert f"is kept to its end: end it ({part})\nthen what was kept is to go: imu-hinge clients erase" in said


def test_a_limit_of_ones_own_is_set_and_dropped(ann: Home) -> None:
    assert "9     14  deg" in ann.says("clients", "limit", "Ann", "lumbar_flexion", 9, 14)
    assert json.loads(ann.says("clients", "limit", "Ann", "--json")) == [
        {"fault": "lumbar_flexion", "caution": 9.0, "limit": 14.0}
    ]
    assert "the limits of the table hold" in ann.says("clients", "limit", "Ann", "lumbar_flexion", "--drop")
    ann.refuses("clients", "limit", "Ann", "lumbar_flexion", 9, said="expected the early limit and the limit")


def measured(home: Home, *peaks_deg: float) -> None:
    """Lets the two sessions be of one exercise, a day apart, with these medians of the lumbar flexion."""
    with closing(sqlite3.connect(home.data / "history.db")) as db, db:
        idents = [ident for (ident,) in db.execute("SELECT id FROM session ORDER BY id")]
        for day, (ident, peak_deg) in enumerate(zip(idents, peaks_deg, strict=True)):
            start_ns = 1_795_251_600_000_000_000 + day * 86_400_000_000_000
            changes = "source = 'live', exercise = 'band_rdl', started_at_ns = ?"
            db.execute(f"UPDATE session SET {changes} WHERE id = ?", (start_ns, ident))
            db.execute(
                "UPDATE training_set SET lumbar_flexion_peak_deg_median = ? WHERE session_id = ?", (peak_deg, ident)
            )


def test_a_trend_says_what_is_noise(ann: Home) -> None:
    measured(ann, 20.0, 27.5)
    page = ann.says("clients", "trend", "Ann")
    assert "within noise" in page and "+" not in page
    assert "Changes up to 8 deg between days are noise, and are not shown as a change." in page
    assert forbidden(page) == []
    measured(ann, 20.0, 31.0)
    assert "+11" in ann.says("clients", "trend", "Ann")
    told = json.loads(ann.says("clients", "trend", "Ann", "--json"))
    assert (told["noise"], [point["value"] for point in told["points"]]) == (8.0, [20.0, 31.0])


def test_notes_about_sessions_are_told_as_the_session_tells_them(ann: Home) -> None:
    session = json.loads(ann.says("sessions", "list", "--json", "--text", "forward"))[0]["session"]
    with closing(sqlite3.connect(ann.data / "history.db")) as db, db:
        db.execute("UPDATE session SET origin_ns = 3400000000 WHERE id = ?", (session.replace("-", ""),))
    ann.says("sessions", "note", session, "red band", "--at", 21.5)
    for words in (("clients", "note", "Ann"), ("clients", "show", "Ann")):
        page = ann.says(*words)
        assert f"about session {session[:8]}\n" in page and "at 21.5 s" in page and NOTE in page
    told = json.loads(ann.says("clients", "note", "Ann", "--json"))
    assert [(one["session"], one["t_s"]) for one in told] == [(None, None), (session, 21.5)]
    assert json.loads(ann.says("clients", "show", "Ann", "--json"))["notes"] == told
