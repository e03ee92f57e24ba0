"""A PUBLISH packet is read as the MQTT library reads it, and one that is cut short is no message."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from paho.mqtt import _packet
from paho.mqtt.enums import MQTTProtocolVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

from imu_hinge.remote.arriving import published


def packet(topic: str, payload: bytes, number: int | None = None, **properties: Any) -> bytes:
    found = Properties(PacketTypes.PUBLISH)  # type: ignore[no-untyped-call]
    for name, value in properties.items():
        setattr(found, name, value)
    raw, mark = topic.encode(), b"" if number is None else number.to_bytes(2)
    packed: bytes = found.pack()  # type: ignore[no-untyped-call]
    return len(raw).to_bytes(2) + raw + mark + packed + payload


@given(
    topic=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=80),
    payload=st.binary(max_size=300),
    qos=st.integers(0, 1),
    retained=st.booleans(),
    number=st.integers(1, 65_535),
    words=st.text("abc", max_size=300),
    expiry_s=st.integers(0, 2**32 - 1),
)
def test_it_is_read_as_the_library_reads_it(
    topic: str, payload: bytes, qos: int, retained: bool, number: int, words: str, expiry_s: int
) -> None:
    more = {"MessageExpiryInterval": expiry_s, "UserProperty": ("key", words)}
    raw, head = packet(topic, payload, number if qos else None, **more), 0x30 | qos << 1 | retained
    theirs = _packet.decode_publish(head, raw, MQTTProtocolVersion.MQTTv5)
    assert published(head, raw) == (theirs.topic.decode(), theirs.payload, theirs.retain, theirs.qos, theirs.mid)
    assert published(head, bytearray(raw)).payload == payload


@pytest.mark.parametrize("kept", range(12))
def test_one_that_is_cut_short_is_none(kept: int) -> None:
    raw = packet("a/b", b"", 7, MessageExpiryInterval=3)
    assert len(raw) == 13
    with pytest.raises(ValueError):
        published(0x32, raw[:kept])


@pytest.mark.parametrize("raw", [b"\x00\x01\xff\x00", b"\x00\x01a\xff\xff\xff\xff\xff", b"\x00\x01a\x80\x80\x80\x80"])
def test_what_is_no_packet_is_none(raw: bytes) -> None:
    with pytest.raises(ValueError):
        published(0x30, raw)
