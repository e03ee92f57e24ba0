"""PROTOCOL.md against the code: every example, every table of numbers that the code repeats."""

import re
from collections.abc import Callable

import numpy as np
import pytest

from imu_hinge.sensors import hsp
from tests.sensors.checks import gap_between, receiver
from tests.sensors.vectors import PROTOCOL, VECTORS, packet, samples

TEXT = (PROTOCOL / "PROTOCOL.md").read_text("utf-8")
BLOCKS = [bytes.fromhex(block) for block in re.findall(r"(?:^    (?:[0-9a-f]{2} )*[0-9a-f]{2}\n)+", TEXT, re.MULTILINE)]


def live(payload: bytes) -> hsp.Frame:
    return hsp.decode_frame(payload, hsp.DATA)


def name_only(payload: bytes) -> hsp.Advertisement:
    return hsp.decode_advertisement(b"", payload)


IN_ORDER: list[Callable[[bytes], object]] = [
    *(hsp.decode_advertisement, name_only, hsp.decode_advert, hsp.decode_config),
    *(live, live, live, live),
    *(hsp.decode_control_request, hsp.decode_control_reply) * 2,
    *(hsp.decode_control_request,) * 3,
    hsp.decode_control_reply,
    *(hsp.decode_sync_request, hsp.decode_sync_reply, hsp.decode_status),
    *(hsp.decode_control_request, hsp.decode_control_reply, hsp.decode_control_reply),
]


def test_every_example_is_decoded() -> None:
    assert len(BLOCKS) == len(IN_ORDER)
    for decode, payload in zip(IN_ORDER, BLOCKS, strict=True):
        assert decode(payload)


def test_every_example_is_a_vector() -> None:
    members = ("hex", "scan_response", "frame_a", "frame_b")
    known = {v[name] for v in VECTORS for name in members if name in v}
    assert [payload.hex() for payload in BLOCKS if payload.hex() not in known] == []


def test_the_advertising_example_says_sacrum_87_percent_idle() -> None:
    advert = hsp.decode_advert(BLOCKS[2])
    assert (advert.role, advert.battery, advert.state, advert.name) == (1, 87, 0, "HINGE-7A3C")
    assert hsp.encode_advertisement(advert) == (BLOCKS[0], BLOCKS[1])


def test_the_type_0_example_has_the_physical_values_of_the_text() -> None:
    si = hsp.to_si(live(BLOCKS[4]).samples, hsp.decode_config(BLOCKS[3]))
    assert np.allclose(si, [[0.0287, -0.0742, 9.8058, -0.00702, 0.01741, 0.00122]], rtol=0, atol=5e-5)


def test_the_bridging_example_turns_4_102_degrees() -> None:
    decoder = receiver(BLOCKS[3].hex(), {"index": 0, "t_us": 2_000_000})
    a, b = (samples(decoder, packet(payload)) for payload in BLOCKS[6:8])
    gap = gap_between(a, b, 0.009615)
    assert gap is not None and (gap["first"], gap["count"]) == (60, 5)
    assert np.allclose(gap["rotation"], [0.000046, 0.071601, 0.000015], rtol=0, atol=1e-6)
    assert np.degrees(np.linalg.norm(gap["rotation"])) == pytest.approx(4.102, abs=5e-4)


def test_the_unwrapping_example_passes_both_wraps() -> None:
    found = hsp.unwrap(hsp.Anchor(446_600, 4_294_959_000), 53389, 39_779, 104_000)
    assert found == hsp.Anchor(446_605, 4_295_007_075)


def test_the_table_of_samples_per_frame_is_capacity() -> None:
    rows = re.findall(r"^\| (\d+)(?: and more)? \| \d+ \| (\d) \| (\d+) \|$", TEXT, re.MULTILINE)
    assert len(rows) == 6
    for mtu, kind, most in rows:
        assert hsp.capacity(int(mtu), True) == (int(kind), int(most))


def test_the_table_of_characteristics_is_the_uuids() -> None:
    names = re.findall(r"^\| (000\d) \| ([A-Z][\w ]+?) \|", TEXT, re.MULTILINE)
    found = {name: f"2dbe{number}-ecd0-4194-bb4a-979adacec30c" for number, name in names}
    assert found == {
        "HSP service": hsp.SERVICE,
        "Config": hsp.CONFIG,
        "Data": hsp.DATA,
        "Control": hsp.CONTROL,
        "Time Sync": hsp.TIME_SYNC,
        "Status": hsp.STATUS,
        "Backfill": hsp.BACKFILL,
    }


def test_the_tables_of_operations_and_states_are_the_enums() -> None:
    operations = re.findall(r"^\| (0[0-9A-D]) \| ([A-Z_]+) \|", TEXT, re.MULTILINE)
    assert {int(op, 16): name for op, name in operations} == {op.value: op.name for op in hsp.Op}
    states = re.findall(r"^\| (\d) \| (idle|streaming|buffering|busy|fault) \|", TEXT, re.MULTILINE)
    assert {int(value): name for value, name in states} == {s.value: s.name.lower() for s in hsp.State}
