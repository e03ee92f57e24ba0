"""The station: a source of inputs, the fold, and whoever listens; a live session has a thread and a loop of its own."""

from imu_hinge.station.engine import Engine
from imu_hinge.station.loop import Fold, LiveSource, Sink, Stage, run_session
from imu_hinge.station.replay import Replay

__all__ = ["Engine", "Fold", "LiveSource", "Replay", "Sink", "Stage", "run_session"]
