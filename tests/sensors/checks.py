"""One check per kind of vector: passes, or raises AssertionError."""

from collections import Counter
from collections.abc import Callable
from dataclasses import asdict
from itertools import pairwise
from typing import Any

import numpy as np

from imu_hinge.model.errors import ProtocolError
from imu_hinge.sensors import hsp
from imu_hinge.sensors.driver import Decoded
from tests.sensors.vectors import CHARACTERISTICS, Vector, packet, samples, start_reply

Words = dict[str, Any]


def frame_words(frame: hsp.Frame) -> Words:
    names = ("type", "flags", "epoch", "index", "t_us")
    quat = None if frame.quat is None else list(frame.quat)
    return {name: getattr(frame, name) for name in names} | {"quat": quat, "samples": frame.samples.tolist()}


def struct_words(value: hsp.Config | hsp.Status) -> Words:
    words = asdict(value)
    return {"len": words.pop("length"), **words}


def reply_words(reply: hsp.ControlReply) -> Words:
    """The vectors write three axes as a list."""
    result: Words = {}
    for name, value in reply.result.items():
        stem, _, axis = name.rpartition("_")
        if axis in ("x", "y", "z"):
            result.setdefault(stem, []).append(value)
        else:
            result[name] = value
    return asdict(reply) | {"result": result}


def advert_words(advert: hsp.Advert) -> Words:
    return asdict(advert) | {"name": advert.name}


Codec = tuple[Callable[[bytes], Any], Callable[[Any], bytes], Callable[[Any], Words]]
CODECS: dict[str, Codec] = {
    "config": (hsp.decode_config, hsp.encode_config, struct_words),
    "status": (hsp.decode_status, hsp.encode_status, struct_words),
    "control_request": (hsp.decode_control_request, hsp.encode_control_request, asdict),
    "control_reply": (hsp.decode_control_reply, hsp.encode_control_reply, reply_words),
    "sync_request": (hsp.decode_sync_request, hsp.encode_sync_request, asdict),
    "sync_reply": (hsp.decode_sync_reply, hsp.encode_sync_reply, asdict),
    "advert": (hsp.decode_advert, hsp.encode_advert, advert_words),
}


def codec_of(v: Vector) -> Codec:
    if v["kind"] != "frame":
        return CODECS[v["kind"]]
    characteristic = CHARACTERISTICS[v["characteristic"]]
    return lambda payload: hsp.decode_frame(payload, characteristic), hsp.encode_frame, frame_words


def check_codec(v: Vector) -> None:
    decode, encode, words = codec_of(v)
    payload = bytes.fromhex(v["hex"])
    try:
        value = decode(payload)
    except ProtocolError as error:
        assert not v["accept"]
        assert (error.driver, error.reason) == ("hsp", v["reason"])
        assert 0 <= error.offset <= len(payload)
        return
    assert v["accept"]
    assert words(value) == v["value"]
    assert encode(value).hex() == v.get("encodes_to", v["hex"])


def check_advert_packet(v: Vector) -> None:
    sent, response = bytes.fromhex(v["hex"]), bytes.fromhex(v["scan_response"])
    found = hsp.decode_advertisement(sent, response)
    assert found.manufacturer is not None
    assert asdict(found) | {"manufacturer": found.manufacturer.hex()} == {
        name: v[name] for name in ("service", "company", "manufacturer", "local_name")
    }
    assert hsp.encode_advertisement(hsp.decode_advert(found.manufacturer)) == (sent, response)


def check_sync_solve(v: Vector) -> None:
    point = hsp.solve(hsp.SyncReply(0, v["t1_ns"], v["t2_us"], v["hold_us"]), v["t4_ns"])
    assert (point.rtt_ns, point.offset_ns) == (v["rtt_ns"], v["offset_ns"])


def check_unwrap(v: Vector) -> None:
    try:
        found = hsp.unwrap(hsp.Anchor(**v["anchor"]), v["index16"], v["t32"], v["odr_mhz"])
    except ProtocolError as error:
        assert not v["accept"]
        assert error.reason == v["reason"]
        return
    assert v["accept"]
    assert asdict(found) == {"index": v["index"], "t_us": v["t_us"]}


def check_unwrap_backfill(v: Vector) -> None:
    assert hsp.unwrap_backfill(v["next_index"], v["index16"]) == v["index"]


def check_scale(v: Vector) -> None:
    si = hsp.to_si(np.array(v["samples"], np.int16), hsp.decode_config(bytes.fromhex(v["config"])))
    expected = np.hstack([v["acc_mps2"], v["gyr_radps"]])
    assert np.allclose(si, expected, rtol=v["relative_tolerance"], atol=0)


def check_quat_encode(v: Vector) -> None:
    w, x, y, z = v["q"]
    assert list(hsp.encode_quaternion((w, x, y, z))) == v["value"]


def check_capacity(v: Vector) -> None:
    assert hsp.capacity(v["mtu"], v["quaternion"]) == (v["type"], v["samples"])


def check_device(v: Vector) -> None:
    context = {**v["context"], "state": hsp.State[v["context"]["state"].upper()]}
    assert hsp.judge_request(bytes.fromhex(v["request"]), hsp.DeviceContext(**context)) == v["status"]


def receiver(config: str, anchor: Words) -> hsp.HspDecoder:
    decoder = hsp.HspDecoder()
    decoder.decode(packet(bytes.fromhex(config), hsp.CONFIG))
    decoder.decode(start_reply(1, anchor["index"], anchor["t_us"]))
    return decoder


def gap_between(a: Decoded, b: Decoded, period_s: float) -> Words | None:
    """What a receiver knows of the samples lost between two notifications; None when there are none."""
    first = a.index + len(a.acc)
    if b.index == first:
        return None
    gap: Words = {"first": first, "count": b.index - first, "rotation": None}
    if a.rotation and b.rotation and a.origin == b.origin:
        gap["rotation"] = hsp.bridge_rotation(a.rotation, b.rotation, b.gyr, period_s).tolist()
    return gap


def same_gap(found: Words, expected: Words, tolerance: float) -> bool:
    turns = found["rotation"], expected["rotation"]
    same = turns[0] is turns[1] if None in turns else np.allclose(*turns, rtol=0, atol=tolerance)
    return bool(same) and all(found[name] == expected[name] for name in ("first", "count"))


def check_bridge(v: Vector) -> None:
    decoder = receiver(v["config"], {"index": 0, "t_us": 2_000_000})
    a, b = (samples(decoder, packet(bytes.fromhex(v[name]))) for name in ("frame_a", "frame_b"))
    found = gap_between(a, b, v["period_s"])
    expected = {"first": a.index + len(a.acc), "count": v["lost"], "rotation": v["rotation"]}
    assert found is not None and same_gap(found, expected, v["tolerance_rad"])


def check_stream(v: Vector) -> None:
    decoder, rejected, parts = receiver(v["config"], v["anchor"]), Counter[str](), list[Decoded]()
    for payload in v["frames"]:
        try:
            part = decoder.decode(packet(bytes.fromhex(payload)))
            parts += [part] if isinstance(part, Decoded) else []
        except ProtocolError as error:
            rejected[error.reason] += 1
    gaps = [g for a, b in pairwise(parts) if (g := gap_between(a, b, v["period_s"]))]
    expect = v["expect"]
    assert sum(len(part.acc) for part in parts) == expect["accepted"]
    assert (decoder.late, dict(rejected), decoder.next_index) == (
        expect["late"],
        expect["rejected"],
        expect["next_index"],
    )
    assert len(gaps) == len(expect["gaps"])
    assert all(same_gap(g, e, v["tolerance_rad"]) for g, e in zip(gaps, expect["gaps"], strict=True))


CHECKS: dict[str, Callable[[Vector], None]] = {
    **dict.fromkeys(("frame", *CODECS), check_codec),
    "advert_packet": check_advert_packet,
    "sync_solve": check_sync_solve,
    "unwrap": check_unwrap,
    "unwrap_backfill": check_unwrap_backfill,
    "scale": check_scale,
    "quat_encode": check_quat_encode,
    "capacity": check_capacity,
    "bridge": check_bridge,
    "stream": check_stream,
    "device": check_device,
}
