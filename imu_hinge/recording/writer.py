"""The recorder: a listener that stores what the fold was fed with, what it said, and a posture to look at."""

import time
from dataclasses import dataclass, field
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from types import TracebackType
from typing import Self

from imu_hinge.model.errors import RecordingError
from imu_hinge.model.events import SetEnded, Step
from imu_hinge.model.inputs import Input, Packet, Samples
from imu_hinge.model.kinds import Kind
from imu_hinge.recording.about import About
from imu_hinge.recording.channels import EVENT, POSTURE, Channel, channel_of, compact, parts, payload_of
from imu_hinge.recording.part import PartFile
from imu_hinge.recording.posture import Posture
from imu_hinge.recording.said import event_to_json
from imu_hinge.recording.store import Store

_FLUSH_NS = 900_000_000
_SELDOM_NS = 500_000_000
"""Of a day, whose inputs come so seldom that the last one of a longer second would be another half late."""
_SYNC_S = 10.0
_QUEUE_BYTES = 64 << 20
_ENTRY_BYTES = 500
_PATIENT = ("import", "simulate")
"""Sources that can wait for the disk; a live one cannot."""

_EVENT, _POSTURE = Channel(EVENT, "json", "imu_hinge.Event"), Channel(POSTURE, "json", "imu_hinge.Posture")
_REMEDY = "the session goes on without it; what was written is kept and is healed at the next start"


@dataclass(slots=True)
class _Batch:
    """About a second of inputs with what the fold made of them."""

    entries: list[tuple[Input, Step]] = field(default_factory=list)
    sync: bool = False
    reason: str = ""
    """Why the recording ends with this batch; empty when it goes on."""

    @property
    def size(self) -> int:
        return sum(_size(item, step) for item, step in self.entries)


class Recorder:
    """A sink. Whatever the disk does, `receive` neither raises nor waits for it (imports and simulations wait).

    When recording had to end early `notice` says so in words, with the remedy. Raises RecordingError only when the
    file cannot be created.
    """

    def __init__(self, path: Path, about: About) -> None:
        self._part, self._store = _created(path, about)
        self.path = self._part.path
        """The part file; the finished recording once closed."""
        self.notice = ""
        self._posture = Posture(about.kind)
        self._flush_ns = _SELDOM_NS if about.kind == Kind.POSTURE else _FLUSH_NS
        self._index, self._end_ns = -1, 0
        self._good, self._synced_s = self._part.tell(), time.monotonic()
        self._patient = about.source in _PATIENT
        self._batch, self._batch_ns, self._closed = _Batch(), 0, False
        self._queued, self._taken = 0, 0
        self._queue: SimpleQueue[_Batch] = SimpleQueue()
        self._thread = Thread(target=self._work, name="recorder", daemon=True)
        self._thread.start()

    @property
    def size_bytes(self) -> int:
        """Bytes on disk."""
        return self._good

    def receive(self, item: Input, step: Step) -> None:
        """Store one input, then what the fold said and showed because of it."""
        if self.notice or self._closed or (isinstance(item, Samples) and not len(item.samples)):
            return
        self._batch.entries.append((item, step))
        self._batch.sync |= any(isinstance(event, SetEnded) for event in step.events)
        if self._batch.sync or not 0 <= item.t_ns - self._batch_ns < self._flush_ns:
            self._batch_ns = item.t_ns
            self._hand_over()

    def close(self, reason: str = "closed") -> Path:
        """Finish the file; returns its final path, or the part file's when recording had ended early."""
        if not self._closed:
            self._stop(reason)
        self._thread.join()
        return self.path

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _stop(self, reason: str) -> None:
        self._closed = True
        self._batch.reason = reason
        self._queue.put(self._batch)

    def _hand_over(self) -> None:
        batch, self._batch = self._batch, _Batch()
        self._queued += batch.size
        self._queue.put(batch)
        if self._backlog() > _QUEUE_BYTES:
            self._wait_or_stop()

    def _backlog(self) -> int:
        """Bytes handed over and not yet written; each counter has one writer, so no lock is needed."""
        return self._queued - self._taken

    def _wait_or_stop(self) -> None:
        if not self._patient:
            self.notice = f"recording stopped: the disk is too slow; {_REMEDY}"
            self._stop("slow_disk")
        while self._patient and self._backlog() > _QUEUE_BYTES and not self.notice:
            time.sleep(0.002)

    # What follows runs on the worker's thread.

    def _work(self) -> None:
        reason = ""
        while not reason:
            batch = self._queue.get()
            reason = batch.reason
            try:
                self._save(batch)
            except Exception as error:  # whatever happens here must not reach the session
                self._give_up(error)
                return
            self._taken += batch.size

    def _save(self, batch: _Batch) -> None:
        for item, step in batch.entries:
            self._append(item, step)
        self._store.flush()
        self._good = self._part.tell()
        if batch.reason:
            self._store.end(self._index + 1, self._end_ns, batch.reason)
            self.path = self._part.finish()
        elif batch.sync or time.monotonic() - self._synced_s >= _SYNC_S:
            self._part.sync()
            self._synced_s = time.monotonic()

    def _append(self, item: Input, step: Step) -> None:
        for one in parts(item):
            self._index += 1
            self._end_ns = max(self._end_ns, one.t_ns)
            self._store.add(channel_of(one), self._index, one.t_ns, payload_of(one))
        self._append_said(item.t_ns, step)

    def _append_said(self, t_ns: int, step: Step) -> None:
        for event in step.events:
            self._store.add(_EVENT, self._index, t_ns, compact(event_to_json(event)))
        for frame_ns, data in self._posture.messages(step):
            self._store.add(_POSTURE, self._index, frame_ns, data)

    def _give_up(self, error: Exception) -> None:
        """End the recording at the last good offset; the torn tail goes, and with it a full disk gets room again."""
        why = error.strerror if isinstance(error, OSError) and error.strerror else repr(error)
        self.notice = f"recording stopped: {why}; {_REMEDY}; free some space or choose another disk"
        try:
            self._part.truncate(self._good)
            self._part.close()
        except OSError:
            self.notice += f"; the end of {self.path.name} may be torn"


def _created(path: Path, about: About) -> tuple[PartFile, Store]:
    """A part file for `path` that already says what it is. Raises RecordingError and leaves nothing behind."""
    part = None
    try:
        part = PartFile(path)
        store = Store(part, about)
    except OSError as error:
        if part is not None:
            part.path.unlink(missing_ok=True)
            part.close()
        remedy = "choose another place or go on without recording"
        raise RecordingError(path, None, f"cannot be created ({error.strerror}); {remedy}") from error
    return part, store


def _size(item: Input, step: Step) -> int:
    """About what an entry of the queue takes in memory."""
    payload = len(item.payload) if isinstance(item, Packet) else 0
    rows = item.samples.nbytes if isinstance(item, Samples) else 0
    return payload + rows + step.frames.nbytes + _ENTRY_BYTES * (1 + len(step.events))
