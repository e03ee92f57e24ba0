"""The C codec on this machine. `make -C firmware_protocol check` has the other machines, sanitizers and the fuzzer."""

import subprocess
from pathlib import Path

import pytest

from tests.firmware.codec import (
    CODEC_SOURCES,
    OUTCOME_SOURCE,
    CodecInC,
    Outcome,
    accepted,
    build_library,
    compile_c,
    has_gcc,
    in_c,
    in_python,
)
from tests.firmware.differential import compare, inputs
from tests.sensors.test_hsp_vectors import is_reserved
from tests.sensors.vectors import PROTOCOL, VECTORS, Vector

pytestmark = pytest.mark.skipif(not has_gcc(), reason="gcc is not installed: the C codec is not built")
OF_THE_CODEC = [v for v in VECTORS if v["kind"] not in in_c.WITH_FLOATS]
VALUES = [v for v in OF_THE_CODEC if v.get("value")]


@pytest.fixture(scope="module")
def codec(tmp_path_factory: pytest.TempPathFactory) -> CodecInC:
    return CodecInC(build_library(tmp_path_factory.mktemp("codec")))


def found(codec: CodecInC, v: Vector, payload: bytes | None = None) -> Outcome:
    given = tuple(in_c.given(v)) if v["kind"] in in_c.NAMES else ()
    return codec.outcome(in_c.kind_of(v), in_c.payload(v) if payload is None else payload, given)


@pytest.mark.parametrize("v", OF_THE_CODEC, ids=lambda v: v["id"])
def test_vector_gives_what_it_says(codec: CodecInC, v: Vector) -> None:
    expected = Outcome(v["reason"]) if "reason" in v else accepted(*in_c.expected(v))
    assert found(codec, v) == expected


@pytest.mark.parametrize("v", VALUES, ids=lambda v: v["id"])
def test_a_vector_with_any_known_byte_changed_gives_something_else(codec: CodecInC, v: Vector) -> None:
    payload, right = in_c.payload(v), found(codec, v)
    for place in (p for p in range(len(right.again)) if not is_reserved(v, p)):
        wrong = payload[:place] + bytes([payload[place] ^ 0x01]) + payload[place + 1 :]
        assert found(codec, v, wrong) != right


@pytest.mark.parametrize("spoil,status", [(None, 0), ("frame-type1-n5", 1), ("reply-gyro-bias", 1)])
def test_the_program_of_vectors_tells_by_its_status(tmp_path: Path, spoil: str | None, status: int) -> None:
    vectors = [in_c.spoiled(v) if v["id"] == spoil else v for v in OF_THE_CODEC]
    (tmp_path / "vectors.h").write_text(in_c.header(vectors), "utf-8")
    program = PROTOCOL / "tests" / "test_vectors.c"
    compile_c(f"-I{tmp_path}", *CODEC_SOURCES, OUTCOME_SOURCE, program, "-o", tmp_path / "vectors")
    ran = subprocess.run([tmp_path / "vectors"], capture_output=True, text=True, check=False)
    assert (ran.returncode, spoil or "") == (status, ran.stdout.partition(": FAILED")[0] if spoil else "")
    assert f"{len(vectors) - status} of {len(vectors)} vectors pass" in ran.stdout


def test_c_and_python_say_the_same_of_damaged_and_random_input(codec: CodecInC) -> None:
    answers = compare(codec, seed=1, count=30_000)
    kinds = {kind for kind, _ in answers}
    assert kinds == set(in_c.KINDS)
    assert {reason for _, reason in answers} >= {
        "accepted",
        "short",
        "quaternion",
        "counter",
        "truncated",
        "unknown_op",
    }


@pytest.mark.parametrize(
    "source,right,wrong",
    [
        ("hsp.c", "bytes[0] < (uint8_t)whole[0]", "bytes[0] <= (uint8_t)whole[0]"),
        ("hsp.c", "reply->hold_us == HSP_HOLD_UNKNOWN", "reply->hold_us == 0"),
        ("hsp_rules.c", "LEAST_TOLERANCE = 64", "LEAST_TOLERANCE = 65"),
        ("hsp_rules.c", "first - context->ring_oldest < held", "first - context->ring_oldest <= held"),
        ("hsp_advert.c", "found = bytes + at;", "found = found ? found : bytes + at;"),
    ],
)
def test_the_comparison_notices_a_codec_that_is_a_little_different(
    tmp_path: Path, source: str, right: str, wrong: str
) -> None:
    changed = tmp_path / source
    text = (PROTOCOL / "c" / source).read_text("utf-8")
    assert right in text
    changed.write_text(text.replace(right, wrong), "utf-8")
    sources = [changed if path.name == source else path for path in CODEC_SOURCES]
    compile_c("-O1", "-shared", "-fPIC", *sources, OUTCOME_SOURCE, "-o", tmp_path / "libhsp.so")
    with pytest.raises(AssertionError, match="Python"):
        compare(CodecInC(tmp_path / "libhsp.so"), seed=1, count=60_000)


def test_inputs_are_those_of_their_seed() -> None:
    assert list(inputs(7, 300)) == list(inputs(7, 300)) != list(inputs(8, 300))


def test_python_gives_an_outcome_in_the_same_words() -> None:
    assert in_python("control_reply", bytes.fromhex("80630801")) == Outcome("", (0x63, 8, 1), bytes.fromhex("80630801"))
    assert in_python("control_reply", bytes(3)) == Outcome("short")


def test_tools_that_are_missing_are_named_by_their_package() -> None:
    script = PROTOCOL / "tests" / "tools.sh"
    ran = subprocess.run(["/bin/sh", script], capture_output=True, text=True, check=False, env={"PATH": "/nowhere"})
    assert ran.returncode == 1
    assert "qemu-system-arm" in ran.stdout and "gcc-mips-linux-gnu" in ran.stdout
