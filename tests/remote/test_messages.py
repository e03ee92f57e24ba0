import json
from dataclasses import replace
from importlib.resources import files
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imu_hinge.remote import topics
from imu_hinge.remote.messages import (
    SCHEMAS,
    UNWATCHED,
    Entry,
    Events,
    Live,
    Message,
    MessageError,
    NewerMessageError,
    Order,
    Sensor,
    Status,
    decode,
    encode,
)
from imu_hinge.remote.topics import Kind, Topic
from imu_hinge.remote.wire import MOST_BYTES, unpacked

STATUS = Status(
    online=True,
    instance="i-1",
    since_ms=1_764_000_000_000,
    epoch="e-1",
    seq=12,
    from_seq=3,
    session="1a2b3c4d",
    exercise="band_rdl",
    software="imu_hinge 0.2.0",
    sensors={"sacrum": Sensor(state="streaming", driver="hsp", battery_pct=87, rssi_dbm=-58)},
    scopes=("live", "events"),
)
LIVE = Live(
    n=1,
    t_ms=1_764_000_000_000,
    t_ns=20_000_000_000,
    session="1a2b3c4d",
    state="set",
    exercise="band_rdl",
    phase="hinging",
    set=2,
    rep=5,
    reps_total=13,
    lumbar_flexion_deg=9.3,
    faults=("lumbar_flexion",),
    sensors={"sacrum": "streaming", "thoracic": "lost"},
)
ENTRY = Entry(seq=1, id="a-1", t_ms=1, session="s", type="NoteAdded", data={"text": "ok", "reps": [{"deg": 1.5}]})
ORDERS = (
    Order("o-1", 5, "hello", {"epoch": "e-1", "up_to": 3}),
    Order("o-2", 5, "ack", {"epoch": "e-1", "up_to": 4}),
    Order("o-3", 5, "note", {"text": "two lines\nof it", "about": {"session": "s", "set": 1, "rep": None}}),
    Order("o-4", 5, "stop", {"reason": "come here"}),
    Order("o-5", 5, "exercise", {"exercise": "rdl_row", "side": "left", "set_reps": 8}),
)
EXAMPLES: list[tuple[Kind, Message]] = [
    (Kind.STATUS, STATUS),
    (Kind.STATUS, replace(STATUS, online=False, reason=UNWATCHED, session=None)),
    (Kind.LIVE, LIVE),
    (Kind.EVENT, Events("e-1", (ENTRY,))),
    *((Kind.ORDER, order) for order in ORDERS),
]


def schema(kind: Kind) -> Any:
    return json.loads((files("imu_hinge.remote") / "schema" / f"{SCHEMAS[kind]}.json").read_text())


def changed(of: Kind, message: Message, /, **values: Any) -> bytes:
    return json.dumps({**json.loads(encode(message)), **values}).encode()


@pytest.mark.parametrize(("kind", "message"), EXAMPLES)
def test_what_is_sent_is_read_as_it_was_and_is_what_the_schema_describes(kind: Kind, message: Message) -> None:
    payload = encode(message)
    assert decode(kind, payload) == message
    jsonschema.validate(json.loads(payload), schema(kind), cls=jsonschema.Draft202012Validator)


@pytest.mark.parametrize(("kind", "message"), EXAMPLES)
def test_keys_of_a_later_version_are_left_out(kind: Kind, message: Message) -> None:
    assert decode(kind, changed(kind, message, colour="blue")) == message


@pytest.mark.parametrize(("kind", "message"), EXAMPLES)
def test_another_major_version_is_told_apart_from_nonsense(kind: Kind, message: Message) -> None:
    with pytest.raises(NewerMessageError):
        decode(kind, changed(kind, message, schema=f"imu-hinge/{SCHEMAS[kind]}/2"))
    wrong: Any
    for wrong in (f"imu-hinge/{SCHEMAS[kind]}", "imu-hinge/other/1", None, 1, {}, f"imu-hinge/{SCHEMAS[kind]}/²"):
        with pytest.raises(MessageError) as refused:
            decode(kind, changed(kind, message, schema=wrong))
        assert not isinstance(refused.value, NewerMessageError)


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"null",
        b"[]",
        b'"text"',
        b"\xff\xfe",
        b'{"schema":"imu-hinge/live/1","n":NaN}',
        b'{"schema":"imu-hinge/live/1","n":1e999}',
        b'{"schema":"imu-hinge/live/1","n":' + b"9" * 5000 + b"}",
        b"[" * 30_000,
        b'{"a":' * 100 + b"1" + b"}" * 100,
        b'{"schema":"' + b"x" * 5_000 + b'"}',
        b" " * (MOST_BYTES + 1),
    ],
)
def test_nonsense_is_refused_with_a_reason(payload: bytes) -> None:
    for kind in Kind:
        with pytest.raises(MessageError) as refused:
            decode(kind, payload)
        assert refused.value.reason


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("n", -1),
        ("n", True),
        ("n", 1.5),
        ("n", 2**63),
        ("rep", "5"),
        ("lumbar_flexion_deg", "9"),
        ("lumbar_flexion_deg", 1e300),
        ("session", ""),
        ("session", "s" * 200),
        ("session", None),
        ("faults", ["x"] * 33),
        ("faults", "lumbar_flexion"),
        ("sensors", ["sacrum"]),
        ("sensors", {str(key): "streaming" for key in range(9)}),
    ],
)
def test_a_value_that_cannot_be_names_its_key(key: str, value: Any) -> None:
    with pytest.raises(MessageError, match=rf"^{key}: "):
        decode(Kind.LIVE, changed(Kind.LIVE, LIVE, **{key: value}))


def test_an_order_of_a_later_version_is_read_without_its_fields() -> None:
    order = decode(Kind.ORDER, changed(Kind.ORDER, ORDERS[3], kind="dance", partner="bob"))
    assert order == Order("o-4", 5, "dance", {})


def test_nothing_in_a_text_reaches_a_terminal_as_a_command() -> None:
    odd = "\x1b]0;owned\x07 a\u202eb\u2066c \ud800 \x9b2J"
    payload = changed(Kind.ORDER, ORDERS[2], text=odd)
    read = decode(Kind.ORDER, payload)
    assert isinstance(read, Order)
    assert read.fields["text"] == "]0;owned  a b c    2J"
    sent = encode(Order("o", 1, "note", {"text": odd}))
    assert decode(Kind.ORDER, sent) == Order("o", 1, "note", {"text": read.fields["text"], "about": {}})


@pytest.mark.parametrize("odd", ["\x1b[2J", "\u202e", "\x9b", "\ud800", "x" * 4_001, [[[[[[[[[]]]]]]]]]])
def test_a_small_message_is_looked_at_as_closely_as_a_large_one(odd: Any) -> None:
    """What cannot hold anything odd is read without looking at each text: escaped or not, nothing slips through."""
    for escaped in (True, False):
        written = json.dumps({**json.loads(encode(LIVE)), "odd": odd}, ensure_ascii=escaped)
        payload = written.encode("utf-8", "surrogatepass")
        try:
            values = unpacked(payload)
        except MessageError:
            continue
        assert values["odd"].isprintable() and len(values["odd"]) <= 4_000


def test_a_list_of_events_holds_one_to_fifty() -> None:
    for count, fits in ((0, False), (1, True), (50, True), (51, False)):
        payload = encode(Events("e-1", (ENTRY,) * count))
        if fits:
            assert len(decode(Kind.EVENT, payload).events) == count  # type: ignore[union-attr]
        else:
            with pytest.raises(MessageError, match=r"^events: "):
                decode(Kind.EVENT, payload)


def test_what_would_be_too_large_is_not_sent() -> None:
    entry = Entry(seq=1, id="a", t_ms=1, type="NoteAdded", data={str(key): "x" * 4_000 for key in range(20)})
    with pytest.raises(MessageError, match="at most 65536"):
        encode(Events("e", (entry,)))
    with pytest.raises(MessageError):
        encode(Live(n=1, t_ms=1, session="s", state="set", exercise="x", rest_s=float("nan")))


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=20,
)


@settings(max_examples=50)
@given(kind=st.sampled_from(list(Kind)), values=st.dictionaries(st.text(max_size=8), _JSON, max_size=4))
def test_whatever_comes_is_a_message_or_a_reason(kind: Kind, values: dict[str, Any]) -> None:
    example = next(message for of, message in EXAMPLES if of is kind)
    payload = json.dumps({**json.loads(encode(example)), **values}).encode()
    try:
        decode(kind, payload)
    except MessageError as error:
        assert error.reason


@settings(max_examples=50)
@given(payload=st.binary(max_size=200))
def test_bytes_are_a_message_or_a_reason(payload: bytes) -> None:
    for kind in Kind:
        with pytest.raises(MessageError):
            decode(kind, payload)


def test_a_topic_says_what_a_message_is_and_whose() -> None:
    assert topics.parse(topics.status("c-1")) == Topic(Kind.STATUS, "c-1")
    assert topics.parse(topics.live("c-1")) == Topic(Kind.LIVE, "c-1")
    assert topics.parse(topics.event("c-1")) == Topic(Kind.EVENT, "c-1")
    assert topics.parse(topics.order("c-1", "t-anna")) == Topic(Kind.ORDER, "c-1", "t-anna")
    assert topics.order("c-1", "+") == "hinge/v1/c-1/cmd/+"


@pytest.mark.parametrize(
    "topic", ["", "hinge/v1", "hinge/v1/c-1", "hinge/v2/c-1/status", "hinge/v1/c-1/status/x", "hinge/v1/#/status",
              "hinge/v1/c-1/cmd", "hinge/v1/c-1/cmd/+", "hinge/v1//status", "$SYS/x", "hinge/v1/c-1/other"]
)  # fmt: skip
def test_any_other_topic_says_nothing(topic: str) -> None:
    assert topics.parse(topic) is None
