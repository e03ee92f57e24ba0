"""The row at the top: sensors, sound, recording, exercise and set."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from imu_hinge.model.inputs import Placement
from imu_hinge.tui.looks import Looks
from imu_hinge.tui.rows import Piece, Row, spread, width_of
from imu_hinge.tui.states import clock, sensor_of, sets_words, size
from imu_hinge.tui.widgets.drawn import Drawn
from imu_hinge.tui.widgets.signals import GLYPHS
from imu_hinge.view.signals import Signal, signal_of
from imu_hinge.view.snapshot import Recorded, Sensor, Snapshot

_MID = 100
"""Columns from which signal strength, rate, loss and exercise are told."""
_LOW_PCT = 15
"""Battery charge from which it is marked."""


class Seen(NamedTuple):
    """The row, wide and narrow."""

    wide: tuple[tuple[Piece, ...], tuple[Piece, ...]]
    narrow: tuple[tuple[Piece, ...], tuple[Piece, ...]]


class LinkBar(Drawn[Seen]):
    """Left the sensors, right the rest. `sound` gives the sound mode as it is."""

    def __init__(self, looks: Looks, sound: Callable[[], str], **names: str) -> None:
        super().__init__(looks, **names)
        self._sound = sound

    def see(self, snapshot: Snapshot) -> Seen:
        """The pieces of both ends."""
        sound: Piece = (f"snd {self._sound()}  ", "muted")
        narrow = (sound, *_recording(snapshot.recorded), (f"{sets_words(snapshot, self.looks.sets)} ", "text"))
        wide = (*narrow[:-1], (f"{snapshot.exercise.id}  ", "muted"), narrow[-1])
        left = [piece for place in Placement for piece in _sensor(place, sensor_of(snapshot, place), wide=False)]
        longer = [piece for place in Placement for piece in _sensor(place, sensor_of(snapshot, place), wide=True)]
        return Seen(((*longer, *_rate(snapshot)), wide), (tuple(left), narrow))

    def draw(self, seen: Seen, width: int, height: int) -> Sequence[Row]:
        """One row."""
        left, right = seen.wide if width >= _MID else seen.narrow
        fits = width_of(left) + width_of(right) < width
        return [spread(left, right if fits else right[1:], width)]


def _sensor(placement: Placement, sensor: Sensor, wide: bool) -> list[Piece]:
    """`● SACRUM -58dBm 87%`; a silent one says for how long instead of its charge."""
    signal = signal_of(sensor)
    glyph, ink = GLYPHS[signal]
    named = [(f" {glyph}", ink), (f" {placement.upper()}", ink if signal is Signal.SILENT else "text")]
    return [*named, *_detail(sensor, signal, wide), ("  " if wide else " ", "text")]


def _detail(sensor: Sensor, signal: Signal, wide: bool) -> list[Piece]:
    if signal is Signal.OFF:
        return []
    if signal is Signal.SILENT:
        return [] if sensor.age_s is None else [(f" {sensor.age_s:.1f}s", "*lost")]
    power = [(f" {sensor.rssi_dbm}dBm", "muted")] if wide and sensor.rssi_dbm is not None else []
    charge = sensor.battery_pct
    low = charge is not None and charge <= _LOW_PCT
    return power if charge is None else [*power, (f" {charge}%", "*caution" if low else "muted")]


def _rate(snapshot: Snapshot) -> list[Piece]:
    """The lowest rate and the highest loss of the sensors."""
    sensors = [sensor_of(snapshot, place) for place in Placement]
    rates = [one.rate_hz for one in sensors if one.rate_hz is not None]
    losses = [one.lost_pct for one in sensors if one.lost_pct is not None]
    rate = [(f" {min(rates):.0f} Hz ", "muted")] if rates else []
    return [*rate, *([(f" lost {max(losses):.1f}%", "muted")] if losses else [])]


def _recording(recorded: Recorded) -> tuple[Piece, ...]:
    """Time and growing size; what stands in its place says that nothing is kept. Nothing where that is not known."""
    if not recorded.known:
        return ()
    if recorded.problem:
        return (("? NOT RECORDING", "*lost"), ("  ", "text"))
    if not recorded.path:
        return (("no REC", "muted"), ("  ", "text"))
    return (("REC", "*text"), (f" {clock(recorded.seconds)} {size(recorded.bytes)}  ", "text"))
