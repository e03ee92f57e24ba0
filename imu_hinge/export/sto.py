"""OpenSim's table of orientations, made so that OpenSense can place both sensors from its first row."""

from collections.abc import Iterator
from pathlib import Path

from imu_hinge.analysis import Source
from imu_hinge.export.aligned import Aligned, aligned
from imu_hinge.export.folded import folded
from imu_hinge.export.stance import GRID_HZ
from imu_hinge.export.table import ROWS_AT_ONCE
from imu_hinge.export.wanted import Wanted
from imu_hinge.model.inputs import Placement

BODIES = {Placement.SACRUM: "pelvis", Placement.THORACIC: "torso"}
"""Body of the model that each sensor sits on; OpenSense finds it by the column's name."""

HEADER = f"""\
DataRate={GRID_HZ:.6f}
DataType=Quaternion
version=3
OpenSimVersion=4.5
endheader
time	{"	".join(f"{body}_imu" for body in BODIES.values())}
"""

HINTS = """\
{name}: orientations of the two sensors for OpenSim's OpenSense (OpenSim 4.2 or later), made by imu-hinge.

{what}, {first_s:.2f} to {last_s:.2f} s of the recording, {rate_hz} rows per second, interpolated between samples.
Quaternions w,x,y,z turn the sensor's axes into an earth frame with z up.
Columns {columns}.

In the first row the wearer stands as calibrated ({status} calibration, quality {quality:.2f}). Both sensors were
turned about the vertical so that pelvis and thorax face the earth's x there. From there on their headings drift
apart, for there is no magnetometer: for a short stretch export one set, --set N begins at the stand before it.

1. IMU Placer, with a model that stands upright as it is (for instance Rajagopal2015). Rotations are space-fixed, X Y Z,
   and turn z up into y up; base_heading_axis stays empty, both sensors face the model's x already:
     <base_imu_label>pelvis_imu</base_imu_label>
     <base_heading_axis></base_heading_axis>
     <sensor_to_opensim_rotations>-1.5707963267948966 0 0</sensor_to_opensim_rotations>
     <orientation_file_for_calibration>{name}</orientation_file_for_calibration>
2. IMU Inverse Kinematics with the placed model, the same rotations, and
     <orientations_file>{name}</orientations_file>

{gaps}
"""


def write(source: Source, wanted: Wanted, out: Path) -> None:
    """Writes the table, and beside it how to set OpenSense up. Raises UsageError where both cannot be turned alike."""
    made = aligned(folded(source), wanted)
    with out.open("x", encoding="utf-8", newline="\n") as file:
        file.write(HEADER)
        file.writelines(_lines(made))
    out.with_name(f"{out.name}.txt").write_text(_hints(out.name, wanted, made), encoding="utf-8")


def _lines(made: Aligned) -> Iterator[str]:
    for start in range(0, len(made.t_ns), ROWS_AT_ONCE):
        block = slice(start, start + ROWS_AT_ONCE)
        columns = [made.quat[place][block].tolist() for place in BODIES]
        for t_ns, *row in zip(made.t_ns[block].tolist(), *columns, strict=True):
            cells = (",".join(f"{part:.12f}" for part in quat) for quat in row)
            yield "\t".join([f"{t_ns / 1e9:.2f}", *cells]) + "\n"


def _hints(name: str, wanted: Wanted, made: Aligned) -> str:
    return HINTS.format(
        name=name,
        what="Whole session" if wanted.set_index is None else f"Set {wanted.set_index}",
        first_s=made.t_ns[0] / 1e9,
        last_s=made.t_ns[-1] / 1e9,
        rate_hz=GRID_HZ,
        columns=", ".join(f"{body}_imu: {place} sensor" for place, body in BODIES.items()),
        status=made.calibration.status,
        quality=made.calibration.quality,
        gaps=_gaps(made),
    )


def _gaps(made: Aligned) -> str:
    told = (f"{BODIES[gap.placement]}_imu {gap.from_ns / 1e9:.2f} to {gap.to_ns / 1e9:.2f} s" for gap in made.gaps)
    lines = "\n".join(f"  {words}" for words in told)
    return f"Nothing was measured here; the rows are a straight turn:\n{lines}" if lines else "No samples are missing."
