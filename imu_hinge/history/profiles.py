"""The limits a session was judged by, each wording once: verdicts can be given again without the recording."""

import hashlib
import json
from collections.abc import Mapping

from sqlalchemy import Connection, select

from imu_hinge.catalogue import Exercise, exercise_from_texts, load_exercise, texts
from imu_hinge.history.rows import SessionRow
from imu_hinge.history.stored import add_new
from imu_hinge.history.tables import PROFILE
from imu_hinge.recording import About

Profile = tuple[str, Mapping[str, str]]
"""TOML of an exercise, and of its faults by id, as in a recording."""


def profile_of(about: About, exercise: str | None = None) -> Profile:
    """What a recording is judged by: its own profile, or the catalogue's of `exercise`. Raises UsageError."""
    if exercise is not None or not about.exercise_profile:
        return texts(exercise or about.exercise)
    return about.exercise_profile, about.fault_profiles


def sha256_of(profile: Profile) -> str:
    """Hexadecimal, over both parts."""
    text = json.dumps([profile[0], dict(profile[1])], sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()


def save_profile(db: Connection, profile: Profile) -> str:
    """Keeps it unless it is there; returns its sum, for SessionRow.profile_sha256."""
    key = sha256_of(profile)
    add_new(db, PROFILE, {"sha256": key, "exercise": profile[0], "faults": dict(profile[1])})
    return key


def exercise_of(db: Connection, session: SessionRow) -> Exercise:
    """What the session was judged by; the catalogue's, where the profile is not there. Raises HingeError."""
    found = db.execute(select(PROFILE).where(PROFILE.c.sha256 == session.profile_sha256)).mappings().first()
    return exercise_from_texts(found["exercise"], found["faults"]) if found else load_exercise(session.exercise)
