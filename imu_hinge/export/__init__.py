"""Tables for other tools. Headers are fixed; definitions of the measures: docs/measures.md."""

from imu_hinge.export.csv import write_csv
from imu_hinge.export.tables import TABLES, Table, make_table

__all__ = ["TABLES", "Table", "make_table", "write_csv"]
