"""The one banner of every instant: of all that could be shown the most urgent, for long enough to be read."""

from collections.abc import Callable
from dataclasses import replace

from imu_hinge.catalogue import Exercise, fault_ids, load_fault
from imu_hinge.cues import shown
from imu_hinge.cues.banner import CALM, Banner
from imu_hinge.cues.flags import Flags, Good
from imu_hinge.cues.hint import HintLine
from imu_hinge.cues.life import Life, Part
from imu_hinge.cues.pain import Pain
from imu_hinge.cues.presence import Presence
from imu_hinge.cues.slips import Slips
from imu_hinge.cues.trainer import Stop
from imu_hinge.model.events import Calibrated, Event, Level, Phase, PhaseChanged, SetEnded, Step
from imu_hinge.model.inputs import Command, Input

Source = Callable[[Input, Step], Banner | None]
"""One state of the banner: what it wants to show at this step, None for nothing."""


class Held:
    """What a source shows, kept until its hold time is over."""

    def __init__(self, source: Source, hold_s: float) -> None:
        self._source, self._hold_ns = source, hold_s * 1e9
        self._wanted: Banner | None = None
        self._kept: Banner | None = None
        self._since_ns = 0

    def step(self, item: Input, step: Step) -> Banner | None:
        """What is shown of this source."""
        before, self._wanted = self._wanted, self._source(item, step)
        if self._wanted is None:
            if item.t_ns - self._since_ns >= self._hold_ns:
                self._kept = None
        else:
            self._kept = self._wanted
            if self._wanted != before:
                self._since_ns = item.t_ns
        return self._kept


class Banners:
    """Time comes from the inputs only. Feed every step once, in order."""

    def __init__(self, exercise: Exercise) -> None:
        self._pain, self._life, self._presence, self._slips = Pain(), Life(), Presence(), Slips()
        self._asked = Stop()
        self._disk: tuple[int, Banner] | None = None
        self._rest: Banner | None = None
        self._phase: Phase | None = None
        sources: dict[str, Source] = {
            "asked": self._asked_to,
            "stop": self._stop,
            "disk": self._disk_fails,
            "lost": self._lost,
            "moved": self._moved,
            "fault": Flags(exercise, Level.FAULT).step,
            "caution": Flags(exercise, Level.CAUTION).step,
            "good": Good(exercise).step,
            "done": self._done,
            "side": self._side,
            "hint": HintLine(exercise).step,
            "life": self._part,
        }
        self._rows = [Held(sources[name], hold_s) for name, hold_s in shown.HOLDS_S.items()]

    def step(self, item: Input, step: Step) -> Banner:
        """The banner from this input on."""
        self._asked.step(item, step.events)
        self._pain.step(item, step)
        self._life.step(item, step)
        self._presence.step(item, self._life.in_set)
        self._slips.step(step)
        for event in step.events:
            self._take(event)
        banners = [row.step(item, step) for row in self._rows]
        return next((banner for banner in banners if banner is not None), CALM)

    def _take(self, event: Event) -> None:
        match event:
            case PhaseChanged(phase=phase):
                self._phase = phase
            case Calibrated():
                self._phase = None
            case SetEnded(counted=counted, unsure=unsure):
                self._rest = replace(shown.REST, line=shown.rest_line(counted + unsure, unsure))

    def _asked_to(self, item: Input, step: Step) -> Banner | None:
        return self._asked.banner

    def _stop(self, item: Input, step: Step) -> Banner | None:
        return shown.STOP if self._pain.asking else None

    def _disk_fails(self, item: Input, step: Step) -> Banner | None:
        """For DISK_S from the command `not_recording`, whose argument says why, or to the command `recording`."""
        if isinstance(item, Command) and item.name == "not_recording":
            self._disk = item.t_ns, replace(shown.DISK, line=item.argument or shown.DISK.line)
        elif isinstance(item, Command) and item.name == "recording":
            self._disk = None
        seen = self._disk is None or item.t_ns - self._disk[0] >= shown.DISK_S * 1e9
        return None if seen or self._disk is None else self._disk[1]

    def _lost(self, item: Input, step: Step) -> Banner | None:
        lost = self._presence.lost
        return replace(shown.LOST, line=shown.lost_line(lost, self._presence.left)) if lost else None

    def _moved(self, item: Input, step: Step) -> Banner | None:
        return shown.MOVED if self._slips.moved else None

    def _done(self, item: Input, step: Step) -> Banner | None:
        done = any(isinstance(event, Calibrated) and event.status == "guided" for event in step.events)
        return shown.DONE if done else None

    def _side(self, item: Input, step: Step) -> Banner | None:
        return shown.SIDES.get(item.argument) if isinstance(item, Command) and item.name == "side" else None

    def _part(self, item: Input, step: Step) -> Banner | None:
        match self._life.part:
            case Part.CALIBRATING:
                return shown.ASKED.get(self._life.asked)
            case Part.READY:
                return shown.READY if self._phase in (None, Phase.STANDING, Phase.WAITING) else None
            case Part.RESTING:
                return self._rest
        return None


def word_list() -> tuple[str, ...]:
    """Every word that can appear, each once: those of the program, then those of the catalogue."""
    own = [banner.word for banner in shown.ALL]
    return tuple(dict.fromkeys([*own, *(word for fault in fault_ids() if (word := load_fault(fault).word))]))
