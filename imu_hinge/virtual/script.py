"""A script: channels of movement, commands and the plan of every set, written act by act."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import numpy as np

from imu_hinge.virtual.body import CHANNELS
from imu_hinge.virtual.channels import Channel


@dataclass(frozen=True, slots=True)
class Act:
    """Something the wearer does, from when to when."""

    name: str
    t_start_s: float
    t_end_s: float
    nuisance: bool
    """Whether it is something that must not count."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A command at its time."""

    t_s: float
    name: str
    argument: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedRep:
    """Where one repetition lies in the script."""

    style: str
    intended: str
    """The fault that was asked for; empty for none."""
    t_start_s: float
    t_up_s: float
    """When the way up begins."""
    t_end_s: float
    row_starts_s: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedSet:
    """One set of the script."""

    exercise: str
    side: str | None
    armed: bool
    target_deg: float
    """Thorax range that the wearer aims for."""
    tempo_s: tuple[float, float, float] | None
    """Target of the way down, the pause and the way up; None without a plan."""
    reps: tuple[PlannedRep, ...]
    t_end_s: float
    """When the wearer turns to something else."""


@dataclass(slots=True, eq=False)
class Script:
    """Written from front to back; `t_s` is where the next act begins."""

    t_s: float = 0.0
    channels: dict[str, Channel] = field(default_factory=lambda: {name: Channel() for name in CHANNELS})
    acts: list[Act] = field(default_factory=list)
    commands: list[Spoken] = field(default_factory=list)
    sets: list[PlannedSet] = field(default_factory=list)
    stances: list[tuple[float, float]] = field(default_factory=list)
    """Still spans of the guided calibrations: they define zero."""

    @contextmanager
    def act(self, name: str, nuisance: bool = True, active: bool = True) -> Iterator[None]:
        """Everything written inside belongs to one act; `active` excites the soft tissue."""
        start = self.t_s
        if active:
            self.reach("activity", 1.0, 0.3)
        yield
        if active:
            self.reach("activity", 0.0, 0.3)
        self.acts.append(Act(name, start, self.t_s, nuisance))

    def wait(self, duration_s: float) -> None:
        """Let time pass."""
        self.t_s += duration_s

    def say(self, name: str, argument: str = "") -> None:
        """A command, now."""
        self.commands.append(Spoken(self.t_s, name, argument))

    def reach(self, channel: str, value: float, duration_s: float, after_s: float = 0.0) -> None:
        """Move a channel to `value`, beginning `after_s` from now; time does not pass."""
        self.shift(channel, value - self.channels[channel].goal, duration_s, after_s)

    def shift(self, channel: str, change: float, duration_s: float, after_s: float = 0.0) -> None:
        """Move a channel by `change`, beginning `after_s` from now; time does not pass."""
        if change:
            self.channels[channel].move(self.t_s + after_s, duration_s, change)

    def bend(self, duration_s: float, after_s: float = 0.0, **goals_deg: float) -> None:
        """Move angle channels to their goals in degrees; time does not pass."""
        for channel, goal in goals_deg.items():
            self.reach(channel, float(np.radians(goal)), duration_s, after_s)

    def walk(self, duration_s: float, ahead_m: float) -> None:
        """Feet move along the heading; time does not pass."""
        heading = self.channels["heading"].goal
        self.shift("east", ahead_m * float(np.cos(heading)), duration_s)
        self.shift("north", ahead_m * float(np.sin(heading)), duration_s)
