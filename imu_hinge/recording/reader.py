"""Reads recordings from front to back: never through the index at the end, never a sample it cannot vouch for."""

import os
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from imu_hinge.model.errors import RecordingError
from imu_hinge.model.inputs import Input
from imu_hinge.recording.about import About
from imu_hinge.recording.channels import Channel, Decode, decoder_of
from imu_hinge.recording.damage import Damage
from imu_hinge.recording.framing import Unproven
from imu_hinge.recording.survey import messages_at, survey


class Recording:
    """The inputs of a session, in the order in which they were fed, each with its checksum verified.

    Iterating may be repeated. Raises RecordingError when the file changes under it.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = _opened(path)
        try:
            self.about: About
            self.about, self._survey = survey(path, self._file, os.fstat(self._file.fileno()).st_size)
        except BaseException:
            self._file.close()
            raise

    @property
    def damage(self) -> list[Damage]:
        """Everything that is not as it was written, by offset; empty for an intact file."""
        return self._survey.damage

    @property
    def said(self) -> list[tuple[int, dict[str, Any]]]:
        """What the program said when it recorded: index of the input that caused it, and the event as JSON."""
        return self._survey.said

    @property
    def finished(self) -> bool:
        """Whether the recording was closed; a part file is not."""
        return self._survey.finished

    @property
    def ended(self) -> str:
        """Why it ended: `closed`, `slow_disk`, or `healed` (its end may be lost); empty if unknown."""
        return self._survey.ended

    @property
    def skipped(self) -> int:
        """Records and messages of kinds that this version does not know."""
        return self._survey.skipped

    @property
    def duration_ns(self) -> int:
        """Session time of the last input."""
        return self._survey.duration_ns

    def indexed(self) -> Iterator[tuple[int, Input]]:
        """Each input with its index; a jump in the index is a loss listed in `damage`."""
        decoders = {ident: _decoder(channel) for ident, channel in self._survey.channels.items()}
        start_ns = self.about.start_wall_ns
        for offset, length in self._survey.spans:
            try:
                for ident, index, log_time, data in messages_at(self._file, offset, length):
                    if (decode := decoders.get(ident)) is not None:
                        yield index, decode(log_time - start_ns, data)
            except Unproven as doubt:
                raise RecordingError(
                    self.path, offset, f"{doubt}: it changed while it was read; open it again"
                ) from None
            except (ValueError, KeyError, TypeError) as error:
                raise RecordingError(self.path, offset, f"an input that cannot be understood ({error})") from error

    def __iter__(self) -> Iterator[Input]:
        return (item for _, item in self.indexed())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def open_recording(path: str | os.PathLike[str]) -> Recording:
    """Open a recording, finished, damaged or still being written. Raises RecordingError for anything else."""
    return Recording(Path(path))


def _opened(path: Path) -> Any:
    try:
        return path.open("rb")
    except OSError as error:
        raise RecordingError(
            path, None, f"cannot be opened ({error.strerror}); check the name and its permissions"
        ) from error


def _decoder(channel: Channel) -> Decode | None:
    try:
        return decoder_of(channel)
    except ValueError:
        return None
