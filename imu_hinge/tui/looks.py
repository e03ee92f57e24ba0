"""How the screens are drawn, whatever they show."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Looks:
    """What the wearer chose before the start."""

    ascii: bool = False
    """Nothing but ASCII, for terminals and fonts without block characters."""
    big: bool = False
    """Begin with the largest word and number and little else."""
    target: int | None = None
    """Repetitions a set is meant to have, a side."""
    sets: int | None = None
    """Sets the session is meant to have."""
