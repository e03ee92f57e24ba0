"""Tables for other tools. Headers are fixed; definitions of the measures: docs/measures.md."""

from imu_hinge.export.csv import write_csv
from imu_hinge.export.formats import FORMATS, Format, check_extra, gather, needs_exercise, table_for, write
from imu_hinge.export.table import Table
from imu_hinge.export.tables import TABLES, make_table
from imu_hinge.export.wanted import Wanted

__all__ = [
    "FORMATS",
    "TABLES",
    "Format",
    "Table",
    "Wanted",
    "check_extra",
    "gather",
    "make_table",
    "needs_exercise",
    "table_for",
    "write",
    "write_csv",
]
