"""Words into sound: a program of the system writes a WAV file, or somebody has recorded one."""

import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from imu_hinge.sound.errors import WordError
from imu_hinge.sound.samples import Samples, read_wav

WORDS_PER_MINUTE = 190
_LIMIT_S = 10.0
"""A program that takes longer will not speak at all."""
_NO_WINDOW = getattr(subprocess, "CREATE_NO_WINDOW", 0)
_QUOTES = re.compile("(['\u2018-\u201b])")
"""All of these end a quoted text of PowerShell; doubled they stand for themselves."""
_NOT_IN_NAMES = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Program:
    """A speech program: what to call so that it speaks words into the WAV file of that name."""

    name: str
    arguments: Callable[[str, str], list[str]]

    def render(self, words: str) -> Samples:
        """The spoken words. Takes 10 to 1000 ms; raises WordError."""
        try:
            with tempfile.TemporaryDirectory(prefix="imu-hinge-") as folder:
                path = Path(folder, "words.wav")
                _run([self.name, *self.arguments(words, str(path))])
                with path.open("rb") as file:
                    return read_wav(file)
        except (OSError, subprocess.SubprocessError, WordError) as error:
            raise WordError(f"{self.name} cannot speak ({error}): try it in a terminal") from error


def _run(command: list[str]) -> None:
    """Without a window, and without a word on the terminal."""
    nothing = subprocess.DEVNULL
    subprocess.run(
        command, check=True, stdin=nothing, stdout=nothing, stderr=nothing, timeout=_LIMIT_S, creationflags=_NO_WINDOW
    )


def _espeak(words: str, path: str) -> list[str]:
    return ["-v", "en", "-s", str(WORDS_PER_MINUTE), "-w", path, "--", words]


def _say(words: str, path: str) -> list[str]:
    """macOS. Written from its manual page, never tried."""
    return ["-r", str(WORDS_PER_MINUTE), "-o", path, "--data-format=LEI16@22050", "--", words]


def _sapi(words: str, path: str) -> list[str]:
    """Windows. Written from the documentation of System.Speech, never tried."""
    said, file = (_QUOTES.sub(r"\1\1", text) for text in (words, path))
    script = (
        "Add-Type -AssemblyName System.Speech; $voice = New-Object System.Speech.Synthesis.SpeechSynthesizer; "
        f"$voice.SetOutputToWaveFile('{file}'); $voice.Speak('{said}'); $voice.Dispose()"
    )
    return ["-NoProfile", "-NonInteractive", "-Command", script]


PROGRAMS = (Program("espeak-ng", _espeak), Program("say", _say), Program("powershell", _sapi))
"""The first that is installed speaks."""


def installed_program() -> Program | None:
    """The speech program of this system."""
    return next((program for program in PROGRAMS if shutil.which(program.name)), None)


def words_folder() -> Path:
    """Where people may put recorded words: `stand-tall.wav` is heard in place of "stand tall"."""
    from platformdirs import user_config_dir

    return Path(user_config_dir("imu-hinge")) / "words"


def recorded(words: str, folder: Path) -> Samples | None:
    """The recording of these words, None where there is none. Raises WordError for a file that is no WAV."""
    path = folder / f"{_NOT_IN_NAMES.sub('-', words.lower()).strip('-')}.wav"
    try:
        with path.open("rb") as file:
            return read_wav(file)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise WordError(f"{path}: {error.strerror}: check that it can be read") from error
    except WordError as error:
        raise WordError(f"{path}: {error}") from error
