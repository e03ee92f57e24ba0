"""A FIT activity, decoded by the SDK of those who made the format."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from imu_hinge.export.wanted import about_of
from imu_hinge.model.errors import UsageError
from tests.export.recorded import NAMES, exported, fold_of, recording
from tests.tiers import shortened

pytest.importorskip("fit_tool", reason="the extra fit is not installed")
sdk = pytest.importorskip("garmin_fit_sdk", reason="garmin-fit-sdk is not installed")

from imu_hinge.export.fit import EXERCISES, activity  # noqa: E402  # needs the extra

Decoded = dict[str, list[dict[str, Any]]]
NAMED = [name for name in NAMES if name != "forward_bend"]


def decoded(content: bytes) -> Decoded:
    assert sdk.Decoder(sdk.Stream.from_byte_array(bytearray(content))).check_integrity()
    messages, errors = sdk.Decoder(sdk.Stream.from_byte_array(bytearray(content))).read()
    assert errors == []
    return dict(messages)


@pytest.mark.parametrize("name", shortened(NAMED, 2))
def test_sets_and_repetitions_are_those_of_the_session(name: str) -> None:
    made = fold_of(name)
    told = decoded(activity(made, about_of(recording(name))))
    active = [one for one in told["set_mesgs"] if one["set_type"] == "active"]
    assert [one["repetitions"] for one in active] == [len(one.reps) for one in made.sets]
    assert [one["duration"] for one in active] == pytest.approx(
        [(one.t_end_ns - one.t_start_ns) / 1e9 for one in made.sets], abs=0.001
    )
    kinds = [one["set_type"] for one in told["set_mesgs"]]
    assert kinds == ["active", *["rest", "active"] * (len(made.sets) - 1)]
    assert [one["message_index"] for one in told["set_mesgs"]] == list(range(len(kinds)))


@pytest.mark.parametrize(
    ("name", "category", "subtype"),
    [
        ("band_rdl_rounding", "deadlift", 23),
        ("rdl_row", "row", 43),
        ("band_hinge", "banded_exercises", None),
        ("split_stance_hinge", "banded_exercises", None),
    ],
)
def test_exercises_have_the_names_of_the_profile(name: str, category: str, subtype: int | None) -> None:
    told = decoded(activity(fold_of(name), about_of(recording(name))))
    first = told["set_mesgs"][0]
    assert (first["category"], first.get("category_subtype")) == (category, subtype)


def test_the_activity_is_as_long_as_the_session_and_at_its_time() -> None:
    made = fold_of("band_rdl_back")
    about = replace(about_of(recording("band_rdl_back")), utc_offset_min=120)
    told = decoded(activity(made, about))
    assert told["session_mesgs"][0]["start_time"] == datetime(2026, 1, 1, 10, 0, tzinfo=UTC)
    assert told["session_mesgs"][0]["sub_sport"] == "strength_training"
    assert told["session_mesgs"][0]["total_elapsed_time"] == pytest.approx(
        (made.end_ns - made.origin_ns) / 1e9, abs=0.001
    )
    (whole,) = told["activity_mesgs"]
    fit_epoch = datetime(1989, 12, 31, tzinfo=UTC).timestamp()
    assert whole["local_timestamp"] - (whole["timestamp"].timestamp() - fit_epoch) == 2 * 3600
    assert [one["event_type"] for one in told["event_mesgs"]] == ["start", "stop_all"]


def test_every_exercise_of_the_progression_has_its_name() -> None:
    from imu_hinge.catalogue import exercise_ids

    assert set(exercise_ids()) - set(EXERCISES) == {"forward_bend"}


def test_an_assessment_is_no_training(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="FIT has no exercise for forward_bend"):
        exported("forward_bend", "fit", tmp_path / "x.fit", "reps")
    assert list(tmp_path.iterdir()) == []
