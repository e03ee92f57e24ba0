"""Who is missing among the sensors in reach."""

import pytest

from imu_hinge.bluetooth.missing import missing_words
from imu_hinge.model.inputs import Placement

SACRUM, THORACIC = Placement


@pytest.mark.parametrize(
    ("worn_at", "who"),
    [
        ([], "A sensor is"),
        ([None], "A second sensor is"),
        ([SACRUM], "Thoracic sensor"),
        ([THORACIC, THORACIC], "Sacrum sensor"),
    ],
)
def test_the_missing_one_is_named_with_what_to_look_at(worn_at: list[Placement | None], who: str) -> None:
    assert missing_words(worn_at) == (
        f"{who} not in reach. Is it charged and on? Is it connected to a phone or another program?"
    )


@pytest.mark.parametrize("worn_at", [[SACRUM, THORACIC], [None, THORACIC], [None, None], [SACRUM, SACRUM, None]])
def test_nobody_is_missing(worn_at: list[Placement | None]) -> None:
    assert missing_words(worn_at) == ""
