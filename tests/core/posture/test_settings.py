"""What a wearer chooses, as the text that a recording carries."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imu_hinge.catalogue.posture import stays
from imu_hinge.core.posture import PostureSettings
from imu_hinge.model.errors import UsageError

TIMES = st.floats(0, 86_400)
SETTINGS = st.builds(
    PostureSettings,
    delays_s=st.dictionaries(st.sampled_from([row.id for row in stays()]), st.floats(30, 7200)),
    quiet=st.lists(st.tuples(TIMES, TIMES), max_size=3).map(tuple),
    origin_s=TIMES,
    muted=st.booleans(),
)


@given(SETTINGS)
def test_settings_come_back_from_their_text_as_they_were(settings: PostureSettings) -> None:
    assert PostureSettings.from_text(settings.to_text()) == settings


def test_what_is_not_said_is_the_default() -> None:
    assert PostureSettings.from_text("") == PostureSettings.from_text("{}") == PostureSettings()
    assert PostureSettings.from_text('{"muted": true}') == PostureSettings(muted=True)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('{"loud": true}', "loud: expected one of delays_s, quiet, origin_s, muted"),
        ('{"muted": "on"}', "muted: expected true or false, found 'on'"),
        ('{"delays_s": {"lean": 5}}', "delays_s.lean: expected a number from 30 to 7200, found 5"),
        ('{"delays_s": {"lean": NaN}}', "delays_s.lean: expected a number"),
        ('{"delays_s": {"sprawl": 60}}', "delays_s.sprawl: expected one of bent, lean, slumped, unchanged"),
        ('{"delays_s": [1]}', "delays_s: expected a table"),
        ('{"quiet": [[1, 2, 3]]}', "quiet: expected spans of two times of the day"),
        ('{"quiet": [["22:00", 7]]}', "quiet: expected a number from 0 to 86400"),
        ('{"quiet": 3}', "quiet: expected a list of spans"),
        ('{"origin_s": -1}', "origin_s: expected a number from 0 to 86400, found -1"),
        ("[]", "expected a table, found []"),
        ("{", "this is no JSON"),
    ],
)
def test_a_wrong_text_is_refused_with_the_key(text: str, says: str) -> None:
    with pytest.raises(UsageError) as refused:
        PostureSettings.from_text(text)
    assert says in str(refused.value)


@pytest.mark.parametrize("wrong", [{"delays_s": {"lean": True}}, {"quiet": ((1.0,),)}, {"origin_s": "9:00"}])
def test_wrong_settings_cannot_be_made(wrong: dict[str, Any]) -> None:
    with pytest.raises(UsageError, match=next(iter(wrong))):
        PostureSettings(**wrong)
