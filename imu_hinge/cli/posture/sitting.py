"""A day of posture, part after part: engine, recording, history and what is taken over from one part to the next."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from imu_hinge.analysis import Span, new_posture
from imu_hinge.cli.about import about_recording
from imu_hinge.cli.keeping import heal_abandoned, recording_at
from imu_hinge.cli.posture.choice import Choice
from imu_hinge.cli.posture.first import CalibrateFirst
from imu_hinge.cli.posture.part import Noting, Part
from imu_hinge.cli.posture.plan import Opening, PosturePlan
from imu_hinge.cli.sinks import Limit
from imu_hinge.cli.sources import LIVE, SIMULATED
from imu_hinge.core.posture.reminders import GONE_ON
from imu_hinge.core.restoring import RESTORE, Restored, text_of
from imu_hinge.history.keeper import Keeper
from imu_hinge.model.errors import HingeError
from imu_hinge.model.kinds import Kind
from imu_hinge.recording import About, being_written, default_folder
from imu_hinge.station import Engine, Sink
from imu_hinge.station.day_ends import DayEnds
from imu_hinge.station.day_parts import OLDEST_S, DayPart, Earlier, parts_of_day, taken_over
from imu_hinge.view.stillness import Heard

__all__ = ["Part", "PostureSitting"]

_LOOK_S = 0.2
"""How often a waiting main thread looks for signals."""
BESIDE = (
    "another session of the same client is being recorded; its minutes are not in this day before it is over and "
    "posture is started again"
)
VIRTUAL = (
    "the calibration of the virtual part before is taken over: give --hours and --seed as there, or it is of "
    "another person and does not fit"
)
WORDS = {
    "sleep": "the machine slept, or its clock was set",
    "stall": "the program was held up",
    "midnight": "midnight",
    "summer_time": "summer time begins or ends",
}
"""Why a part ended."""
NEXT_PART, NEXT_DAY = "the day goes on in a new part", "a new day begins"
"""What follows it."""


class PostureSitting:
    """Built before it begins. It is driven as an Engine is, and speaks to the part under way.

    `new_sinks` makes the listeners of a part before it begins; `tell` hears in words what becomes of the recording and
    of the history; `over` hears of the last part of a day when another one begins. Raises UsageError where the place of
    the recording will not do.
    """

    def __init__(
        self,
        plan: PosturePlan,
        choice: Choice,
        client: str,
        new_sinks: Callable[[Part], Sequence[Sink]],
        tell: Callable[[str], None],
        over: Callable[[Part], None] = lambda part: None,
    ) -> None:
        self.plan, self.tell, self._over = plan, tell, over
        self._choice, self._client, self._new_sinks = choice, client, new_sinks
        self._settings = choice.settings
        self._keeper: Keeper | None = None
        self._stopped = False
        self._next = ""
        """Why the part under way is to be followed by another; empty: it is the last."""
        self._unseen_s = 0.0
        """So long nobody looked at the end of it."""
        self._spent_s = 0.0
        self._error: BaseException | None = None
        self.began = False
        """Whether it was started."""
        self._thread = threading.Thread(target=self._run, name="day", daemon=True)
        opening = plan.opens(None)
        parts = self._found(opening)
        since_s = parts[0].origin_s if parts else opening.origin_s
        self.part = self._new_part(opening, Earlier(parts=parts), since_s)
        self._record(self.part, choice.path)
        self._engine = self._new_engine(self._taken_over(parts, opening.start_wall_ns))

    def start(self) -> None:
        """Begins."""
        self.began = True
        self._thread.start()

    def stop(self) -> None:
        """Asks the day to end; from any thread or signal handler, as often as you like."""
        self._stopped = True
        self.part.earlier.stop()
        self._engine.stop()

    def say(self, name: str, argument: str = "") -> None:
        """Puts a Command into the part under way, from any thread; before the start it is among its first inputs."""
        self._engine.say(name, argument)

    @property
    def running(self) -> bool:
        """From the start until everything is closed."""
        return self._thread.is_alive()

    @property
    def broke(self) -> bool:
        """Whether it ended before its time; `wait` raises what ended it."""
        return self._error is not None

    def wait(self) -> None:
        """Waits until everything is closed; raises what ended the day before its time."""
        while self._thread.is_alive():
            self._thread.join(_LOOK_S)
        if self._error is not None:
            raise self._error

    def fail(self, why: str) -> None:
        """As Heard: the wearer hears and sees that nothing is recorded any more."""
        self._engine.say("not_recording", why)

    def kept(self, path: Path, reason: str) -> None:
        """As Heard: the recording is closed; the history is closed after it."""
        if self._keeper:
            self._keeper.recorded_at(path, reason)

    def _run(self) -> None:
        """On the day's own thread: part after part."""
        try:
            self.part.earlier.start()
            self._engine.start()
            self._engine.wait()
            while self._next and not self._stopped:
                self._go_on()
                self._engine.start()
                self._engine.wait()
            if not self._stopped:
                self.part.earlier.wait()
        except BaseException as error:
            self._error = error

    def _go_on(self) -> None:
        """The next part, of this day or of a new one; where it cannot be recorded it goes on without."""
        last, why, self._next = self.part, self._next, ""
        opening = self.plan.opens(last.end_wall_ns)
        new_day = opening.date != last.opening.date
        if new_day:
            self._over(last)
        self.tell(f"{WORDS[why]}: {NEXT_DAY if new_day else NEXT_PART}")
        self._spent_s += last.now_ns / 1e9
        earlier, since_s = (Earlier(), opening.origin_s) if new_day else (last.earlier, last.since_s)
        if not new_day:
            earlier.add(last.fold.posture.summary())
        self._settings = last.fold.posture.settings
        self.part = self._new_part(opening, earlier, since_s)
        try:
            self._record(self.part, _again(self._choice.path))
        except HingeError as error:
            self.tell(f"{error}; the day goes on without a recording")
        begun_s = (opening.start_wall_ns - last.opening.start_wall_ns) / 1e9
        self._engine = self._new_engine(self._handed_on(last, begun_s))
        self._engine.say(GONE_ON, last.fold.posture.reminded(begun_s))
        if last.fold.posture.paused:
            self._engine.say("pause", "on")
        if self._stopped:
            self._engine.stop()

    def _handed_on(self, last: Part, begun_s: float) -> Restored | None:
        """The calibration of the part that just ended; None where it has none, or it is too old."""
        kept = last.fold.kept
        gap_s = begun_s - last.now_ns / 1e9 + self._unseen_s
        return kept.later(begun_s, gap_s) if kept and gap_s <= OLDEST_S else None

    def _ended(self, why: str, unseen_s: float) -> None:
        self._next, self._unseen_s = why, unseen_s
        self._engine.stop()

    def _found(self, opening: Opening) -> list[DayPart]:
        """Parts of today from before, made whole where a crash left them."""
        if self._choice.unwanted or self._choice.path or not self.plan.recorded:
            return []
        heal_abandoned(default_folder())
        folder = default_folder() / self._client
        if being_written(folder):
            self.tell(BESIDE)
        return parts_of_day(folder, self._client, self.plan.kind, opening.start_wall_ns, opening.utc_offset_min)

    def _taken_over(self, parts: Sequence[DayPart], now_wall_ns: int) -> Restored | None:
        """The calibration that an earlier part has for this one; None where there is none, or a new one is wanted."""
        restored = None if self._choice.anew else taken_over(parts, now_wall_ns)
        if restored is not None and self.plan.kind == SIMULATED:
            self.tell(VIRTUAL)
        return restored

    def _new_part(self, opening: Opening, earlier: Earlier, since_s: float) -> Part:
        heard, self._span = Heard(), Span()
        text = self._text(opening)
        fold = new_posture(self.plan.exercise, text, tap=self._span.tap, sample_tap=heard.tap)
        self._keeper = None
        return Part(opening, fold, heard, earlier, since_s)

    def _record(self, part: Part, path: Path | None) -> None:
        """The recording of a part, and its place in the history; neither where nothing is to be kept."""
        if self._choice.unwanted or not (path or self.plan.recorded):
            return
        about = self._about(part.opening)
        recording = part.recording = recording_at(path, about, self)
        fold, span = part.fold, self._span
        self._keeper = Keeper(
            about,
            self.plan.exercise,
            self.tell,
            span=span,
            sensors=fold.sensors,
            path=recording.path,
            day=fold.posture.summary,
        )

    def _text(self, opening: Opening) -> str:
        """The settings of a part that begins now."""
        return replace(self._settings, origin_s=opening.origin_s).to_text()

    def _about(self, opening: Opening) -> About:
        plan, text = self.plan, self._text(opening)
        about = about_recording(plan.exercise.id, plan.kind, self._client, plan.texts, kind=Kind.POSTURE, settings=text)
        return replace(about, start_wall_ns=opening.start_wall_ns, utc_offset_min=opening.utc_offset_min)

    def _new_engine(self, restored: Restored | None) -> Engine:
        part, duration_s = self.part, self._choice.duration_s
        sinks: list[Sink] = [sink for sink in (part.recording, self._keeper) if sink is not None]
        sinks += [part, *self._new_sinks(part), Noting(part.fold, self.say)]
        if restored is None and (self._choice.anew or self.plan.kind == LIVE):
            sinks.append(CalibrateFirst(self.say, self.tell))
        if duration_s is not None:
            sinks.append(Limit(duration_s - self._spent_s, None, lambda: self._engine.stop()))
        if part.opening.wall:
            opening = part.opening
            sinks.append(DayEnds(part.opening.wall, opening.midnight_ns, self._ended, opening.shift_ns))
        engine = Engine(part.opening.open_source, part.fold, sinks, part.opening.new_loop)
        if restored is not None:
            engine.say(RESTORE, text_of(restored))
        return engine


def _again(path: Path | None) -> Path | None:
    """The first free name after that of the last part."""
    if path is None:
        return None
    number = 2
    while (name := path.with_name(f"{path.stem}-{number}{path.suffix}")).exists():
        number += 1
    return name
