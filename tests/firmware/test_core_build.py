"""The C core compiles without a warning, plays its scene under the sanitizers, and is built once for its sources."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from imu_hinge.virtual.firmware_c import FirmwareUnavailableError, building
from tests.firmware.twin import needs_compiler

FOLDER = Path(__file__).parents[2] / "firmware_protocol"
INCLUDES = [f"-I{FOLDER / 'c'}", f"-I{FOLDER / 'tests' / 'core'}"]
NAMES = ("all", "extra", "pedantic", "conversion", "sign-conversion", "shadow", "double-promotion", "error")
STRICT = [f"-W{name}" for name in NAMES]
SANITIZED = ["-g", "-fsanitize=address,undefined", "-fno-sanitize-recover=all"]
SOURCES = sorted((FOLDER / "c").glob("*.c"))


def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(list(map(str, command)), capture_output=True, text=True, timeout=120, check=False)


def require(tool: str) -> str:
    return shutil.which(tool) or pytest.skip(f"{tool} is not installed")


@pytest.mark.parametrize("compiler", ["gcc", "clang"])
def test_no_compiler_has_anything_to_say(compiler: str) -> None:
    flags = ["-std=c99", *STRICT, "-O2", *INCLUDES, "-fsyntax-only"]
    said = run(require(compiler), *flags, *SOURCES, *sorted((FOLDER / "tests" / "core").glob("*.c")))
    assert (said.returncode, said.stderr) == (0, "")


def test_the_scene_runs_clean_and_says_the_bytes_it_says_on_every_machine(tmp_path: Path) -> None:
    program = tmp_path / "scene"
    scene = [FOLDER / "tests" / "core" / name for name in ("bench.c", "test_scene.c")]
    made = run(require("gcc"), "-std=c99", "-ffp-contract=off", *SANITIZED, *INCLUDES, *SOURCES, *scene, "-o", program)
    assert made.returncode == 0, made.stderr
    assert run(program).returncode == 0


def test_the_core_is_small_and_needs_no_heap_and_no_library(tmp_path: Path) -> None:
    compiler = require("arm-none-eabi-gcc")
    flags = ["-mcpu=cortex-m4", "-mfloat-abi=hard", "-mfpu=fpv4-sp-d16", "-mthumb", "-Os", "-std=c99", "-ffreestanding"]
    whole = tmp_path / "core.o"
    made = run(compiler, *flags, *INCLUDES, "-r", "-nostdlib", *SOURCES, "-o", whole)
    assert made.returncode == 0, made.stderr
    code, data, bss = map(int, run("arm-none-eabi-size", whole).stdout.splitlines()[1].split()[:3])
    missing = set(run("arm-none-eabi-nm", "-u", whole).stdout.replace(" U ", "").split())
    assert (data, bss) == (0, 0)
    assert code < 12288
    assert missing <= {"memset", "memcpy", "__aeabi_uldivmod", "__aeabi_ldivmod"}  # of the compiler itself


@pytest.fixture
def fresh(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """A copy of the sources, and an empty cache."""
    needs_compiler()
    copy = tmp_path / "c"
    shutil.copytree(FOLDER / "c", copy)
    monkeypatch.setattr(building, "_SOURCES", copy)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    building.compiler.cache_clear()
    yield copy
    building.compiler.cache_clear()


def test_the_library_is_built_once_for_each_state_of_the_sources(fresh: Path) -> None:
    first = building.library()
    made_ns = first.stat().st_mtime_ns
    assert building.library() == first
    assert first.stat().st_mtime_ns == made_ns
    with (fresh / "hsp_core.h").open("a") as header:
        header.write("/* another word */\n")
    assert building.library() != first
    assert sorted(first.parent.iterdir()) == sorted({first, building.library()})


def test_a_source_that_does_not_compile_is_told_with_the_compilers_words(fresh: Path) -> None:
    (fresh / "hsp_core.c").write_text("int core(void) { return nothing; }\n")
    with pytest.raises(FirmwareUnavailableError, match="nothing"):
        building.library()


def test_without_a_compiler_the_remedy_is_told(fresh: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(fresh))
    with pytest.raises(FirmwareUnavailableError, match="install gcc or clang"):
        building.library()


def test_without_the_source_tree_the_reason_is_told(fresh: Path) -> None:
    shutil.rmtree(fresh)
    with pytest.raises(FirmwareUnavailableError, match="source tree"):
        building.library()
