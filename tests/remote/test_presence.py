from dataclasses import replace

import pytest

from imu_hinge.remote.messages import Live, Status, encode
from imu_hinge.remote.presence import NO_BROKER, Attendance, clock_words
from imu_hinge.remote.topics import Kind
from imu_hinge.remote.watched import Watched
from imu_hinge.view.cards import card_of
from imu_hinge.view.wall import NOT_WATCHED, Presence

ONLINE = Status(
    online=True, instance="i1", since_ms=0, epoch="e", seq=0, from_seq=1, session="5e551011", scopes=("live", "events")
)
LOST = replace(ONLINE, online=False, reason="lost")
LEFT = replace(ONLINE, online=False, reason="left")
WITHDRAWN = replace(ONLINE, online=False, reason="consent_withdrawn")
UNWATCHED = replace(ONLINE, online=False, reason="unwatched", session=None)
LIFTING = Live(n=1, t_ms=0, session="5e551011", state="set", exercise="band_rdl")
RESTING = replace(LIFTING, state="rest")


def there(live: Live | None = LIFTING) -> Attendance:
    """Online, and heard at 100 s."""
    client = Attendance(0.0)
    client.take_status(ONLINE, 100.0)
    if live is not None:
        client.take_live(live, 100.0, 0.0)
    return client


def presences(client: Attendance, *at_s: float, broker_down_s: float | None = None) -> list[Presence]:
    return [client.standing(now_s, broker_down_s).presence for now_s in at_s]


def test_a_virtual_wearer_is_told_as_one() -> None:
    for software, remark in (("imu_hinge 1 (simulated)", "simulated"), ("imu_hinge 1", "")):
        client = Watched("c-7k3m9q2x", "t-anna", 0.0)
        status = encode(replace(ONLINE, software=software))
        client.take(Kind.STATUS, status, 1.0, 1.0)
        assert client.seat(1.0, None).remark == remark


def test_silence_shows_after_two_seconds_in_a_set_and_after_five_at_rest() -> None:
    assert presences(there(LIFTING), 101.9, 102.1) == [Presence.HERE, Presence.SILENT]
    assert presences(there(RESTING), 104.9, 105.1) == [Presence.HERE, Presence.SILENT]
    assert there(LIFTING).standing(103.5).silent_s == 3.5
    assert there(LIFTING).standing(101.0).silent_s is None


def test_a_client_of_which_the_broker_kept_that_it_is_there_but_who_never_speaks_is_silent_and_then_away() -> None:
    assert presences(there(None), 104.0, 106.0, 131.0) == [Presence.HERE, Presence.SILENT, Presence.AWAY]


def test_one_who_does_not_tell_live_is_not_missed() -> None:
    client = Attendance(0.0)
    client.take_status(replace(ONLINE, scopes=("events",)), 100.0)
    assert presences(client, 500.0) == [Presence.HERE]


def test_between_sessions_nothing_is_expected() -> None:
    client = there()
    client.take_status(replace(ONLINE, session=None), 110.0)
    assert presences(client, 500.0) == [Presence.HERE]


@pytest.mark.parametrize(("status", "then"), [(LOST, Presence.AWAY), (LEFT, Presence.LEFT)])
def test_whoever_goes_is_gone_after_five_seconds_and_not_when_it_comes_back_before(
    status: Status, then: Presence
) -> None:
    client = there(RESTING)
    client.take_status(status, 103.0)
    assert presences(client, 107.9, 108.1) == [Presence.HERE, then]
    client.take_status(ONLINE, 109.0)
    assert presences(client, 109.1) == [Presence.HERE]


def test_a_live_message_proves_presence_whatever_was_said_before() -> None:
    client = there()
    client.take_status(LOST, 100.0)
    client.take_live(LIFTING, 110.0, 0.0)
    assert presences(client, 111.0) == [Presence.HERE]


@pytest.mark.parametrize("taken_back", [WITHDRAWN, UNWATCHED], ids=["the consent", "for this session"])
def test_being_watched_that_is_taken_back_in_a_set_shows_at_once_and_leaves_nothing(taken_back: Status) -> None:
    client = Watched("c-7k3m9q2x", "t-anna", 0.0)

    def take(kind: Kind, message: Status | Live, at_s: float) -> None:
        client.take(kind, encode(message), at_s, at_s)

    take(Kind.STATUS, ONLINE, 100.0)
    take(Kind.LIVE, LIFTING, 100.0)
    before = client.seat(100.4, None)
    take(Kind.STATUS, taken_back, 100.5)
    take(Kind.LIVE, replace(LIFTING, n=2), 100.6)  # it was overtaken on its way
    after = client.seat(100.6, None)
    assert before.snapshot is not None and after.snapshot is None
    assert (card_of(after).words, card_of(after).count, after.remark) == (NOT_WATCHED, None, "")
    assert (client.sentences(100.6), client.moment) == ([NOT_WATCHED], {})

    take(Kind.STATUS, replace(ONLINE, instance="i2", session="5e551012", exercise="band_rdl"), 160.0)
    assert client.seat(160.0, None).presence is Presence.HERE


def test_without_a_broker_everybody_is_away_in_words() -> None:
    down = there().standing(107.0, broker_down_s=101.0)
    assert (down.presence, down.remark) == (Presence.AWAY, NO_BROKER)
    assert presences(there(RESTING), 104.0, broker_down_s=101.0) == [Presence.HERE]
    client = there()
    client.reconnected(120.0)
    assert presences(client, 121.0, 123.0) == [Presence.HERE, Presence.SILENT]


def test_one_whom_the_broker_does_not_know_any_more_is_away() -> None:
    """It was there, and went for good while the trainer had no connection."""
    resting = there(RESTING)
    resting.reconnected(120.0)
    assert presences(resting, 124.0, 126.0) == [Presence.HERE, Presence.AWAY]
    resting.take_live(RESTING, 127.0, 0.0)
    assert presences(resting, 127.0) == [Presence.HERE]
    between = there(None)
    between.take_status(replace(ONLINE, session=None), 110.0)
    between.reconnected(120.0)
    between.take_status(replace(ONLINE, session=None), 120.1)
    assert presences(between, 500.0) == [Presence.HERE], "it is known"


def test_nobody_who_never_spoke_is_there() -> None:
    assert presences(Attendance(0.0), 1.0) == [Presence.LEFT]


def test_a_clock_that_is_off_is_told_and_changes_nothing_else() -> None:
    client = there(None)
    for offset_s, words in ((3600.0, "clock +1 h"), (-300.0, "clock -5 min"), (1.5, "")):
        for number in range(10):
            client.take_live(replace(RESTING, t_ms=round((5000.0 + offset_s) * 1000)), 100.0 + number, 5000.0)
        assert client.standing(110.0).remark == words
        assert client.standing(110.0).presence is Presence.HERE


def test_messages_that_were_held_up_are_no_sign_of_a_wrong_clock() -> None:
    client = there(None)
    for late_s in (0.1, 30.0, 20.0, 10.0, 0.2):
        client.take_live(replace(RESTING, t_ms=round((5000.0 - late_s) * 1000)), 100.0, 5000.0)
    assert client.standing(100.0).remark == ""


@pytest.mark.parametrize(
    ("offset_s", "words"),
    [(1.9, ""), (-2.4, "clock -2 s"), (59.0, "clock +1 min"), (-3599.8, "clock -1 h"), (86_400.0 * 3, "clock +3 d")],
)
def test_offsets_in_words(offset_s: float, words: str) -> None:
    assert clock_words(offset_s) == words
