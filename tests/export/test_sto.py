"""OpenSim's table: the shape its readers ask for, and what OpenSense makes of it by its own arithmetic."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from imu_hinge.core.mount import UNCALIBRATED
from imu_hinge.export import Wanted
from imu_hinge.export.aligned import Aligned, aligned
from imu_hinge.export.folded import Folded, Since
from imu_hinge.export.quaternions import slerp
from imu_hinge.model.arrays import Array
from imu_hinge.model.errors import UsageError
from imu_hinge.model.inputs import Placement
from tests.export.recorded import NAMES, exported, fold_of

WANTED = Wanted(Path("x.mcap"), "orientation")
Read = tuple[list[str], list[str], Array, list[Array]]


def read(path: Path) -> Read:
    """Header, labels, times and quaternions, as the rules of OpenSim's file adapter read them."""
    lines = path.read_text(encoding="utf-8").splitlines()
    start = lines.index("endheader") + 1
    rows = [line.split("\t") for line in lines[start + 1 :]]
    quats = [np.array([[float(part) for part in row[i].split(",")] for row in rows]) for i in (1, 2)]
    return lines[:start], lines[start].split("\t"), np.array([float(row[0]) for row in rows]), quats


def matrices(quat: Array) -> Array:
    """(n, 3, 3) rotations of (n, 4) quaternions."""
    w, x, y, z = quat.T
    rows = [
        [1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)],
        [2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)],
        [2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)],
    ]
    return np.moveaxis(np.array(rows), -1, 0)


def bodies_in_opensense(quats: list[Array]) -> list[Array]:
    """(n, 3, 3) pelvis and torso in ground: z up becomes y up, and the first row is the model's upright pose."""
    y_up = np.array([[1.0, 0, 0], [0, 0, 1], [0, -1, 0]])  # space-fixed rotation by -90 deg about x
    sensors = [y_up @ matrices(quat) for quat in quats]
    return [sensor @ sensor[0].T for sensor in sensors]


def leaning_deg(body: Array) -> Array:
    """(n,) how far a body leans towards its own front, x."""
    return np.asarray(np.degrees(np.arctan2(-body[:, 1, 0], body[:, 1, 1])))


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return exported("rdl_row", "sto", tmp_path_factory.mktemp("sto") / "rdl_row.sto", "orientation")


def test_the_header_is_that_of_opensims_own_files(table: Path) -> None:
    header, labels, t_s, quats = read(table)
    assert header == ["DataRate=100.000000", "DataType=Quaternion", "version=3", "OpenSimVersion=4.5", "endheader"]
    assert labels == ["time", "pelvis_imu", "torso_imu"]
    assert (np.diff(t_s).round(6) == 0.01).all()
    assert max(abs(np.linalg.norm(quat, axis=1) - 1).max() for quat in quats) < 1e-9


def test_reading_it_gives_what_was_written(table: Path) -> None:
    made = aligned(fold_of("rdl_row"), WANTED)
    _, _, t_s, quats = read(table)
    assert np.allclose(t_s, made.t_ns / 1e9, atol=1e-9)
    for place, quat in zip(Placement, quats, strict=True):
        assert abs(quat - made.quat[place]).max() < 1e-6


def test_opensense_finds_the_angles_of_the_frames(table: Path) -> None:
    _, _, t_s, quats = read(table)
    frames = fold_of("rdl_row").frames
    known = frames["valid"] & (frames["t_ns"] > 26 * 10**9)
    rows = np.searchsorted(t_s, frames["t_ns"][known] / 1e9 - 1e-6)
    bodies = [body[rows] for body in bodies_in_opensense(quats)]
    for body, name in zip(bodies, ("pelvis_tilt", "thorax_tilt"), strict=True):
        off = leaning_deg(body) - np.degrees(frames[name][known])
        assert abs(off).max() < 1.5
    both = np.swapaxes(bodies[0], 1, 2) @ bodies[1]
    facing = np.degrees(np.arctan2(both[:, 0, 2], both[:, 2, 2]))
    assert abs(np.median(facing)) < 5


@pytest.mark.parametrize("name", NAMES)
def test_every_recording_and_every_set_begins_in_the_calibrated_stance(name: str) -> None:
    made = fold_of(name)
    for index in (None, *(one.index for one in made.sets)):
        table = aligned(made, replace(WANTED, set_index=index))
        assert_standing(table)
        for quat in table.quat.values():
            assert abs(np.diff(quat, axis=0)).max() < 0.1


def assert_standing(table: Aligned) -> None:
    """In the first second both segments stand upright and face the earth's x."""
    mounts = {Placement.SACRUM: table.calibration.sacrum, Placement.THORACIC: table.calibration.thoracic}
    for place, mount in mounts.items():
        assert mount is not None
        forward, _, up = (matrices(table.quat[place][:100]) @ axis for axis in mount.axes)
        assert up[:, 2].min() > np.cos(np.radians(6))
        assert abs(np.degrees(np.arctan2(*forward.mean(axis=0)[[1, 0]]))) < 1e-6


def test_a_set_ends_with_itself_and_begins_with_the_stand_before_it() -> None:
    made = fold_of("band_rdl_back")
    first, second = made.sets
    table = aligned(made, replace(WANTED, set_index=2))
    assert first.t_end_ns < table.t_ns[0] < second.t_start_ns
    assert second.t_end_ns - table.t_ns[-1] < 10_000_000


def test_gaps_are_told_and_bridged(tmp_path: Path) -> None:
    out = exported("band_rdl_dropouts", "sto", tmp_path / "gaps.sto", "orientation")
    text = (tmp_path / "gaps.sto.txt").read_text(encoding="utf-8")
    assert text.count("pelvis_imu") >= 2
    gaps = aligned(fold_of("band_rdl_dropouts"), WANTED).gaps
    assert [(gap.placement, round((gap.to_ns - gap.from_ns) / 1e9)) for gap in gaps] == [
        (Placement.SACRUM, 8),
        (Placement.THORACIC, 3),
    ]
    assert (np.diff(read(out)[2]).round(6) == 0.01).all()


def test_the_hints_name_what_opensense_needs(table: Path) -> None:
    text = table.with_name("rdl_row.sto.txt").read_text(encoding="utf-8")
    for words in ("<base_imu_label>pelvis_imu<", ">-1.5707963267948966 0 0<", "<orientations_file>rdl_row.sto<"):
        assert words in text
    assert "No samples are missing." in text


def one_sensor(made: Folded) -> Folded:
    return replace(made, orientation={Placement.THORACIC: made.orientation[Placement.THORACIC]})


def uncalibrated(made: Folded) -> Folded:
    return replace(made, calibrations=(Since(0, UNCALIBRATED),))


def without_pelvis(made: Folded) -> Folded:
    return replace(
        made, calibrations=tuple(Since(0, replace(one.calibration, sacrum=None)) for one in made.calibrations)
    )


def bent_all_the_time(made: Folded) -> Folded:
    first_ns = made.sets[0].reps[0].t_bottom_ns - 300_000_000
    rows = {
        place: (t_ns[keep], quat[keep])
        for place, (t_ns, quat) in made.orientation.items()
        for keep in [(t_ns > first_ns) & (t_ns < first_ns + 600_000_000)]
    }
    return replace(made, orientation=rows)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (one_sensor, "the thoracic sensor alone was heard"),
        (uncalibrated, "no calibration says how the wearer stands"),
        (without_pelvis, "no calibration says how the wearer stands"),
        (bent_all_the_time, "the wearer does not stand as calibrated"),
    ],
)
def test_what_cannot_be_turned_alike_is_refused_with_a_way_out(change: object, why: str) -> None:
    assert callable(change)
    with pytest.raises(UsageError, match=f"x.mcap: {why}, .*--format csv"):
        aligned(change(fold_of("band_hinge")), WANTED)


def test_a_set_that_is_not_there_is_named() -> None:
    with pytest.raises(UsageError, match="has no set 7; its sets: 1, 2"):
        aligned(fold_of("band_rdl_back"), replace(WANTED, set_index=7))


def test_slerp_turns_at_constant_speed_along_the_short_way() -> None:
    half = np.radians(90) / 2
    ends = np.array([[1.0, 0, 0, 0], [-np.cos(half), 0, 0, -np.sin(half)]])
    t_ns = np.array([0, 900_000_000])
    at_ns = np.array([0, 100_000_000, 450_000_000, 900_000_000])
    turned = 2 * np.degrees(np.arctan2(*slerp(t_ns, ends, at_ns)[:, [3, 0]].T))
    assert turned == pytest.approx([0, 10, 45, 90])
