"""What is trained and what is a fault, as data: one TOML file each."""

from imu_hinge.catalogue.load import (
    Texts,
    exercise_from_texts,
    exercise_ids,
    fault_ids,
    load_exercise,
    load_fault,
    texts,
)
from imu_hinge.catalogue.rows import MEASURES, Exercise, Fault, Limit

__all__ = [
    "MEASURES",
    "Exercise",
    "Fault",
    "Limit",
    "Texts",
    "exercise_from_texts",
    "exercise_ids",
    "fault_ids",
    "load_exercise",
    "load_fault",
    "texts",
]
