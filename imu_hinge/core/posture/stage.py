"""Posture through the day: seconds of a session to states, zones and reminders. Pure; the same however it is cut."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from imu_hinge.catalogue import Exercise, load_fault
from imu_hinge.catalogue.posture import stays
from imu_hinge.core.mount import Calibration
from imu_hinge.core.posture.bends import Bends
from imu_hinge.core.posture.book import DayBook
from imu_hinge.core.posture.day import PostureDay
from imu_hinge.core.posture.gates import Gates
from imu_hinge.core.posture.holds import Clock, Posed
from imu_hinge.core.posture.params import PostureParams
from imu_hinge.core.posture.reminders import Reminders, Reminding
from imu_hinge.core.posture.rows import SECOND_NS, Seconds
from imu_hinge.core.posture.senses import Senses
from imu_hinge.core.posture.settings import PostureSettings
from imu_hinge.core.posture.states import NOWHERE, States
from imu_hinge.core.posture.trust import Stance, Trust
from imu_hinge.core.posture.zones import Slumping, Zones
from imu_hinge.core.restoring import Restored, restored_of
from imu_hinge.core.session import SensorStats, Session
from imu_hinge.core.stream import SampleTap, Tap
from imu_hinge.model.arrays import Records
from imu_hinge.model.events import (
    Calibrated,
    Event,
    PostureChanged,
    PostureState,
    Step,
)
from imu_hinge.model.inputs import Command, Input, Placement

NO_ZONE = (PostureState.LYING, PostureState.NOT_WORN)


class Posture:
    """One day of one wearer. Give `tap` to the Session as `grid_tap`, and every command and step to the stage."""

    def __init__(self, settings: PostureSettings | None = None, params: PostureParams | None = None) -> None:
        self._p = p = params or PostureParams()
        settings = settings or PostureSettings()
        self._seconds, self._senses = Seconds(), Senses(p)
        self._trust, self._states = Trust(p), States(p)
        self._zones, self._slumping = Zones(p), Slumping(p)
        self._clocks = tuple(Clock(stay, p) for stay in stays())
        self._reminders = Reminders(settings, p)
        hinge = load_fault("low_hinge_share").fault
        assert hinge is not None
        self._bends = Bends(p, hinge.limit)
        self._book = DayBook(settings.origin_s, p)
        self._heard: list[Event | Command] = []
        self._gates = Gates(p, self._trust, self._states)
        self._paused = False
        self._last: Posed | None = None
        self.state_s = 0
        """For so many seconds the state has been this one."""
        self.zone_s = 0
        """For so many seconds the zone has been this one, or none has been known."""
        self.fresh: tuple[Posed, ...] = ()
        """The seconds that the last step completed."""
        self.tap = self._seconds.tap

    @property
    def now(self) -> Posed | None:
        """The last second; None before the first."""
        return self._last

    @property
    def paused(self) -> bool:
        """Whether the wearer paused the day."""
        return self._paused

    @property
    def clocks(self) -> tuple[Clock, ...]:
        """The stays under way, in the order of the catalogue."""
        return self._clocks

    @property
    def stance(self) -> Stance:
        """How the zero of the tilts stands, and whether a stance is wanted."""
        return self._trust.stance

    @property
    def reminding(self) -> Reminding:
        """How reminders stand: the next one, or why none can come."""
        second, gate = (self._last.second, self._gates.closed(self._last)) if self._last else (0, "not_known")
        return self._reminders.reminding(second, self._clocks, gate)

    @property
    def settings(self) -> PostureSettings:
        """Those of the beginning, with what was said since."""
        return self._reminders.settings

    def kept(self, calibration: Calibration) -> Restored | None:
        """What a later part of the day needs to go on with the calibration in use; None where there is none."""
        return self._trust.kept(calibration)

    def reminded(self, begun_s: float) -> str:
        """Snooze and spacing, for a part that begins `begun_s` after this one: the argument of GONE_ON."""
        return self._reminders.gone_on(begun_s)

    def summary(self) -> PostureDay:
        """The day so far."""
        return self._book.summary(self._clocks, self._bends.counted)

    def command(self, command: Command) -> None:
        """A word from the wearer; it holds from its own second on."""
        self._heard.append(command)

    def step(self, step: Step) -> tuple[Event, ...]:
        """What the seconds that a step of the session completes come to."""
        self._heard += step.events
        said: list[Event] = []
        fresh: list[Posed] = []
        for second, rows in self._seconds.step(step.frames):
            self._hear((second + 1) * SECOND_NS)
            posed, news = self._second(second, rows)
            fresh.append(posed)
            said += news
        self.fresh = tuple(fresh)
        return tuple(said)

    def _hear(self, until_ns: int) -> None:
        """Words and events whose time has come."""
        due = [one for one in self._heard if one.t_ns < until_ns]
        if due:
            self._heard = [one for one in self._heard if one.t_ns >= until_ns]
            for one in sorted(due, key=lambda one: one.t_ns):
                self._take(one)

    def _take(self, what: Event | Command) -> None:
        if isinstance(what, Command):
            self._obey(what)
            return
        if isinstance(what, Calibrated):
            self._senses.forget()
        self._gates.heard(what)
        self._trust.heard(what)
        self._bends.heard(what)

    def _obey(self, command: Command) -> None:
        match command.name:
            case "stance":
                self._trust.ask(command.t_ns // SECOND_NS)
            case "calibrate":
                self._trust.uncalibrated()
            case "restore" if restored := restored_of(command.argument):
                self._trust.restored(restored)
            case "pause":
                self._paused = {"on": True, "off": False}.get(command.argument, self._paused)
            case _:
                self._reminders.command(command)

    def _second(self, second: int, rows: Records) -> tuple[Posed, list[Event]]:
        sensed = self._senses.step(second, rows)
        if rows["valid"].all():
            self._trust.all_valid()
        trusted, said = self._trust.step(sensed)
        state, reasons = self._states.step(sensed, trusted.at, trusted.missing)
        if state is PostureState.NOT_WORN:
            self._trust.removed()
        if self._paused:
            state, reasons = PostureState.UNKNOWN, ("paused",)
        at = NOWHERE if state in NO_ZONE or reasons in (("still",), ("paused",)) else trusted.at
        zone = self._zones.step(at.thorax_deg)
        slumped = self._slumping.step(self._states.seated, at.pelvis_deg, at.lumbar_deg)
        posed = Posed(second, at, state, zone, slumped, reasons)
        self._bend(rows, posed)
        return posed, [*said, *self._changed(posed), *self._remind(posed)]

    def _bend(self, rows: Records, posed: Posed) -> None:
        tilts = self._trust.zeroed_rows(np.degrees(rows["pelvis"]), np.degrees(rows["thorax"]))
        upright = posed.state in (PostureState.STANDING, PostureState.BENDING)
        self._bends.step(rows["t_ns"], *tilts, posed.at, upright)

    def _changed(self, posed: Posed) -> list[Event]:
        last, self._last = self._last, posed
        self.state_s = self.state_s + 1 if last and last.state is posed.state else 1
        self.zone_s = self.zone_s + 1 if last and last.zone is posed.zone else 1
        self._book.take(posed)
        if last is not None and replace(last, second=posed.second, at=posed.at) == posed:
            return []
        return [
            PostureChanged(
                t_ns=(posed.second + 1) * SECOND_NS,
                state=posed.state,
                zone=posed.zone,
                slumped=posed.slumped,
                reasons=posed.reasons,
            )
        ]

    def _remind(self, posed: Posed) -> list[Event]:
        for clock in self._clocks:
            clock.step(posed)
        reminder = self._reminders.step(posed.second, self._clocks, not self._gates.closed(posed))
        if reminder is None:
            return []
        self._book.reminded(reminder)
        return [reminder]


class PostureSession:
    """A Session with the posture stage behind it: `feed` gives the session's step with what the stage says added."""

    def __init__(
        self,
        exercise: str | Exercise,
        settings: PostureSettings | None = None,
        *,
        tap: Tap | None = None,
        sample_tap: SampleTap | None = None,
    ) -> None:
        self.posture = Posture(settings)
        self._session = Session(exercise, tap=tap, sample_tap=sample_tap, grid_tap=self.posture.tap)

    @property
    def exercise(self) -> Exercise:
        """What is counted beside."""
        return self._session.exercise

    @property
    def calibration(self) -> Calibration:
        """The one in use."""
        return self._session.calibration

    @property
    def kept(self) -> Restored | None:
        """What a later part of the day needs to go on with the calibration in use; None where there is none."""
        return self.posture.kept(self.calibration)

    def hinges_seen(self) -> int:
        """Hinges that the guided calibration under way has seen; 0 when there is none."""
        return self._session.hinges_seen()

    def sensors(self) -> Mapping[Placement, SensorStats]:
        """What came from each sensor that was heard."""
        return self._session.sensors()

    def feed(self, item: Input) -> Step:
        """Take one input; what it makes known."""
        if isinstance(item, Command):
            self.posture.command(item)
        return self._with_posture(self._session.feed(item))

    def defer(self, item: Input) -> bool:
        """As `Session.defer`."""
        return self._session.defer(item)

    def catch_up(self) -> Step:
        """What all that was taken makes known."""
        return self._with_posture(self._session.catch_up())

    def _with_posture(self, step: Step) -> Step:
        said = self.posture.step(step)
        return Step(step.frames, tuple(sorted((*said, *step.events), key=lambda event: event.t_ns))) if said else step
