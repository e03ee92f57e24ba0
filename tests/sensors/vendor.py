"""Byte vectors of the makes people can buy: what real sensors sent, what documents print, what follows from them."""

import json
from pathlib import Path
from typing import Any

Vector = dict[str, Any]
_FILE: dict[str, Any] = json.loads((Path(__file__).parent / "vendor.json").read_text("utf-8"))


def vectors(driver: str) -> list[Vector]:
    """All of one make."""
    return [vector for vector in _FILE["vectors"] if vector["device"] == driver]


def vector(name: str) -> Vector:
    return next(vector for vector in _FILE["vectors"] if vector["id"] == name)


def raw(name: str) -> bytes:
    return bytes.fromhex(vector(name)["hex"])


def expected(name: str) -> dict[str, Any]:
    return dict(vector(name)["expect"])


def arrival_ms(name: str) -> list[int]:
    """When the notifications of a recorded trace arrived."""
    return list(next(trace for trace in _FILE["traces"] if trace["id"] == name)["arrival_ms"])
