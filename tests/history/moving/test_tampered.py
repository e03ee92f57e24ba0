"""A bundle that is not as it was exported is refused whole; one of an older version is read."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from imu_hinge.history.bundle import MANIFEST
from imu_hinge.history.clients import client
from imu_hinge.history.consents import watch_of
from imu_hinge.history.database import open_history, sqlite_url
from imu_hinge.history.files import sha256_of
from imu_hinge.history.tables import SESSION
from tests.history.filled import person
from tests.history.made import NOW_NS
from tests.history.moving.machines import Machine, refused


def rewritten(name: str, change: Callable[[Any], Any], *, told: bool = True) -> Callable[[Path], None]:
    """Changes a JSON file of a bundle, and with `told` its sum in the manifest too."""

    def tamper(bundle: Path) -> None:
        path = bundle / name
        values = change(json.loads(path.read_text(encoding="utf-8")))
        path.write_text(json.dumps(values), encoding="utf-8")
        if told and name != MANIFEST:
            manifest = json.loads((bundle / MANIFEST).read_text(encoding="utf-8"))
            manifest["files"][name]["sha256"] = sha256_of(path)
            (bundle / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")

    return tamper


def listed(name: str) -> Callable[[Any], Any]:
    """A manifest that also vouches for the file `name`."""
    return lambda values: {**values, "files": {**values["files"], name: {"sha256": "0" * 64}}}


def first(**changes: Any) -> Callable[[Any], Any]:
    """A table whose first row is changed."""
    return lambda values: [{**values[0], **changes}, *values[1:]]


def without(name: str) -> Callable[[Path], None]:
    return lambda bundle: next(bundle.glob(name)).unlink()


def appended(name: str) -> Callable[[Path], None]:
    def tamper(bundle: Path) -> None:
        with next(bundle.glob(name)).open("ab") as file:
            file.write(b" x")

    return tamper


def linked(bundle: Path) -> None:
    """A table that is a link to a file outside, whose sum is right."""
    shutil.move(bundle / "pain.json", bundle.parent / "pain.json")
    (bundle / "pain.json").symlink_to(bundle.parent / "pain.json")


TAMPERED: dict[str, tuple[Callable[[Path], None], str, str]] = {
    "a table changed": (appended("rep.json"), "rep.json", "is not as it was exported"),
    "a recording changed": (appended("recordings/*.mcap"), ".mcap", "is not as it was exported"),
    "a table missing": (without("pain.json"), "pain.json", "is missing"),
    "a recording missing": (without("recordings/*.mcap"), ".mcap", "is missing"),
    "no manifest": (without(MANIFEST), MANIFEST, "is missing"),
    "no JSON": (appended(MANIFEST), MANIFEST, "is no JSON"),
    "newer": (rewritten(MANIFEST, lambda v: {**v, "schema": "imu-hinge/client/2"}), MANIFEST, "a newer imu-hinge"),
    "foreign": (rewritten(MANIFEST, lambda v: {**v, "schema": "photos/1"}), MANIFEST, "is not the manifest"),
    "a list": (rewritten(MANIFEST, lambda v: []), MANIFEST, "is not the manifest"),
    "no sums": (rewritten(MANIFEST, lambda v: {**v, "files": {"pain.json": 1}}), MANIFEST, "the sum of each file"),
    "above": (rewritten(MANIFEST, listed("../x.json")), MANIFEST, "leaves the folder"),
    "absolute": (rewritten(MANIFEST, listed("/etc/passwd")), MANIFEST, "leaves the folder"),
    "other separator": (rewritten(MANIFEST, listed("..\\x.json")), MANIFEST, "leaves the folder"),
    "a link": (linked, MANIFEST, "'pain.json', which leaves the folder"),
    "an unknown column": (rewritten("note.json", first(colour="red")), "note.json", "row 1: colour is a column that"),
    "a missing value": (rewritten("note.json", first(text=None)), "note.json", "row 1: text is missing"),
    "no number": (rewritten("rep.json", first(t_start_ns="x")), "rep.json", "row 1: t_start_ns is 'x'"),
    "too large": (rewritten("rep.json", first(rows=1 << 40)), "rep.json", "row 1: rows is 1099511627776"),
    "no id": (rewritten("session.json", first(id="7")), "session.json", "row 1: id is '7'"),
    "a name that climbs": (rewritten("client.json", first(pseudonym="../../xxx")), "client.json", "pseudonym"),
    "two clients": (rewritten("client.json", lambda v: v * 2), "client.json", "is not one client"),
    "another's row": (rewritten("note.json", first(client_id="0" * 32)), "note.json", "has a row of another client"),
    "another's rep": (rewritten("rep.json", first(session_id="0" * 32)), "rep.json", "has a row of another session"),
    "no such level": (rewritten("level.json", first(level=9)), "ann", "rows that do not fit together"),
    "no such plan": (rewritten("plan.json", first(sets=900)), "plan.json", "row 1: plan: expected 1 to 20 sets"),
    "no scopes": (
        rewritten("consent.json", first(scopes=5)),
        "consent.json",
        "row 1: scopes: expected a list of words",
    ),
    "no account": (rewritten("consent.json", first(trainers=["a/#"])), "consent.json", "row 1: trainer 'a/#'"),
    "no such kind": (rewritten("session.json", first(kind="dance")), "ann", "rows that do not fit together"),
    "another sum": (rewritten("posture_part.json", first(tall_s=7)), "posture_part.json", "tall_s: not the sum"),
    "no day": (rewritten("posture_part.json", first(day={"seconds": 5})), "posture_part.json", "no part of a day"),
    "a day in words": (rewritten("posture_part.json", first(day={"x": "y"})), "posture_part.json", "day: expected num"),
    "no reminder": (rewritten("posture_part.json", first(reminders=[{}])), "posture_part.json", "reminders: expected"),
    "no date": (rewritten("posture_part.json", first(date="tomorrow")), "posture_part.json", "no part of a day"),
    "no measure": (rewritten("capture.json", first(value_deg=None)), "capture.json", "value_deg: missing in a capture"),
    "no such pain": (rewritten("capture.json", first(pain=11)), "capture.json", "pain: expected 0 to 10"),
    "no such set": (rewritten("rep.json", first(set_index=7)), "ann", "rows that do not fit together"),
}


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bundle to be copied."""
    folder = tmp_path_factory.mktemp("original")
    with open_history(sqlite_url(folder / "history.db")) as history:
        machine = Machine(history, folder / "recordings")
        return machine.export(person(history, machine.folder), folder / "ann")


@pytest.mark.parametrize("name", TAMPERED)
def test_a_bundle_that_was_tampered_with_is_refused_whole(
    name: str, there: Machine, original: Path, tmp_path: Path
) -> None:
    tamper, place, why = TAMPERED[name]
    bundle = Path(shutil.copytree(original, tmp_path / "ann"))
    tamper(bundle)
    assert place in refused(there, bundle, why).partition(": ")[0]


def without_aims(files: dict[str, Any]) -> dict[str, Any]:
    return {name: told for name, told in files.items() if name not in ("plan.json", "level.json")}


def test_a_bundle_of_a_version_without_plans_and_named_trainers_is_read(
    there: Machine, original: Path, tmp_path: Path
) -> None:
    bundle, later = Path(shutil.copytree(original, tmp_path / "ann")), {"scopes", "trainers"}
    rewritten("consent.json", lambda rows: [{k: v for k, v in row.items() if k not in later} for row in rows])(bundle)
    rewritten(MANIFEST, lambda told: {**told, "files": without_aims(told["files"])})(bundle)
    pseudonym = there.import_(bundle).pseudonym
    with there.history.reading() as db:
        watching = watch_of(db, client(db, pseudonym), NOW_NS)
    assert watching is not None and (watching.scopes, watching.trainers) == ((), ())


def test_sessions_of_a_version_that_knew_no_other_kind_were_training(
    there: Machine, original: Path, tmp_path: Path
) -> None:
    bundle = Path(shutil.copytree(original, tmp_path / "ann"))
    rewritten("session.json", lambda rows: [{k: v for k, v in row.items() if k != "kind"} for row in rows])(bundle)
    there.import_(bundle)
    with there.history.reading() as db:
        assert set(db.scalars(select(SESSION.c.kind))) == {"training"}
