import copy
from typing import Any

import pytest

from tests.sensors.checks import CHECKS
from tests.sensors.vectors import VECTORS, Vector

every_vector = pytest.mark.parametrize("v", VECTORS, ids=lambda v: v["id"])
EXPECTED = (
    *("reason", "value", "service", "local_name", "rtt_ns", "offset_ns", "index", "t_us", "acc_mps2", "gyr_radps"),
    *("type", "samples", "lost", "rotation", "expect", "status"),
)
"""The members that say what is expected; where two kinds use one name for given and expected, GIVEN names the kind."""
GIVEN = {("scale", "samples"), ("stream", "t_us")}


def changed(value: Any) -> Any:
    """The same shape, first leaf different."""
    if isinstance(value, dict):
        return {name: changed(part) if place == 0 else part for place, (name, part) in enumerate(value.items())}
    if isinstance(value, list):
        return [changed(value[0]), *value[1:]] if value else [1]
    return f"{value}x" if isinstance(value, str) else (value or 0) + 1


@every_vector
def test_vector_gives_what_it_says(v: Vector) -> None:
    CHECKS[v["kind"]](v)


@every_vector
def test_a_vector_that_expects_anything_else_fails(v: Vector) -> None:
    expected = [name for name in EXPECTED if name in v and (v["kind"], name) not in GIVEN]
    assert expected
    for name in expected:
        wrong = copy.deepcopy(v) | {name: changed(v[name])}
        with pytest.raises(AssertionError):
            CHECKS[v["kind"]](wrong)


@pytest.mark.parametrize("v", [v for v in VECTORS if "accept" in v], ids=lambda v: v["id"])
def test_a_vector_with_the_opposite_verdict_fails(v: Vector) -> None:
    with pytest.raises(AssertionError):
        CHECKS[v["kind"]](v | {"accept": not v["accept"]})


@pytest.mark.parametrize("v", [v for v in VECTORS if v.get("value") and "hex" in v], ids=lambda v: v["id"])
def test_a_vector_with_any_known_byte_changed_fails(v: Vector) -> None:
    known = len(str(v.get("encodes_to", v["hex"]))) // 2
    payload = bytes.fromhex(v["hex"])
    for place in (p for p in range(known) if not is_reserved(v, p)):
        wrong = payload[:place] + bytes([payload[place] ^ 0x01]) + payload[place + 1 :]
        with pytest.raises(AssertionError):
            CHECKS[v["kind"]](v | {"hex": wrong.hex()})


def is_reserved(v: Vector, place: int) -> bool:
    set_rate = v["kind"] == "control_request" and v["value"]["op"] == 3
    return (v["kind"] == "config" and place == 7) or (set_rate and place == 5)
