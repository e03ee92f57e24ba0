"""Every key and column has its definition."""

import pytest

from imu_hinge.export.tables import FRAMES, REPS
from tests.generate_docs import ROOT

TEXT = (ROOT / "docs/measures.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", REPS)
def test_every_column_of_the_reps_is_defined(name: str) -> None:
    assert f"`{name}`" in TEXT


def test_the_columns_of_the_frames_are_named() -> None:
    assert ", ".join(FRAMES[1:]) in TEXT
