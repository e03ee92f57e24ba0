"""The conformance vectors of HSP, and small sentences to speak to a decoder with."""

import json
from pathlib import Path
from typing import Any

from imu_hinge.model.inputs import Packet, Placement
from imu_hinge.sensors import hsp
from imu_hinge.sensors.driver import Decoded

PROTOCOL = Path(__file__).parents[2] / "firmware_protocol"
Vector = dict[str, Any]
VECTORS: list[Vector] = json.loads((PROTOCOL / "vectors" / "hsp_v1.json").read_text("utf-8"))["vectors"]
CHARACTERISTICS = {"data": hsp.DATA, "backfill": hsp.BACKFILL}


def vector(name: str) -> Vector:
    return next(v for v in VECTORS if v["id"] == name)


def raw(name: str) -> bytes:
    return bytes.fromhex(vector(name)["hex"])


def packet(payload: bytes, characteristic: str = "", t_ns: int = 0) -> Packet:
    return Packet(t_ns, Placement.SACRUM, "hsp", payload, characteristic)


def samples(decoder: hsp.HspDecoder, given: Packet) -> Decoded:
    """What the decoder makes of a packet that must give samples."""
    part = decoder.decode(given)
    assert isinstance(part, Decoded)
    return part


def start_reply(run: int, next_index: int, now_us: int) -> Packet:
    result = {"run": run, "next_index": next_index, "now_us": now_us}
    return packet(hsp.encode_control_reply(hsp.ControlReply(hsp.Op.START, 1, 0, result)), hsp.CONTROL)
