"""The streams of the Lab Streaming Layer, received in this process: every frame and event, in order, at their time."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

pylsl = pytest.importorskip("pylsl", reason="the extra lsl is not installed")

from imu_hinge.export.lsl import Outlets  # noqa: E402  # needs the extra
from imu_hinge.model.arrays import FRAME, Records  # noqa: E402
from imu_hinge.model.events import Phase, PhaseChanged, Step  # noqa: E402
from imu_hinge.model.inputs import Tick  # noqa: E402

HERE_ALONE = """
[ports]
IPv6 = disable
[multicast]
ResolveScope = machine
[lab]
KnownPeers = {{127.0.0.1}}
SessionID = imu_hinge_test_{process}
[log]
level = -3
"""


@pytest.fixture(scope="module", autouse=True)
def quiet_network(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Nobody outside of this process hears these streams. The library reads its configuration once, when first used."""
    path = tmp_path_factory.mktemp("lsl") / "lsl_api.cfg"
    path.write_text(HERE_ALONE.format(process=os.getpid()))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LSLAPICFG", str(path))
        yield


def inlet(name: str) -> Any:
    found = pylsl.resolve_byprop("name", name, timeout=5)
    if not found:
        pytest.skip("streams cannot be found on this machine")
    opened = pylsl.StreamInlet(found[0], recover=False)
    opened.open_stream(timeout=5)
    return opened


def pulled(opened: Any, count: int) -> list[tuple[float, list[Any]]]:
    """So many samples with their times; fewer when nothing comes for some seconds."""
    got: list[tuple[float, list[Any]]] = []
    while len(got) < count:
        samples, times = opened.pull_chunk(timeout=5, max_samples=count, min_samples=1)
        if not len(samples):
            break
        got += zip(times, map(list, samples), strict=True)
    return got


def frames(*ticks: int) -> Records:
    rows = np.zeros(len(ticks), FRAME)
    rows["t_ns"] = np.array(ticks) * 20_000_000
    rows["pelvis_tilt"], rows["lumbar_flexion"] = np.radians(ticks), np.nan
    rows["valid"] = np.array(ticks) % 2 == 0
    return rows


def test_every_frame_and_event_arrives_in_order_at_its_time() -> None:
    outlets = Outlets("test-a")
    received = {name: inlet(f"imu_hinge_{name}") for name in ("frames", "events")}
    said = [PhaseChanged(t_ns=40_000_000 * n, phase=Phase.HINGING) for n in range(3)]
    outlets.receive(Tick(0), Step(frames(1, 2, 3), tuple(said[:1])))
    outlets.receive(Tick(100_000_000), Step(frames(), tuple(said[1:])))
    outlets.receive(Tick(200_000_000), Step(frames(2, 3, 4, 4)))
    got = pulled(received["frames"], 4)
    assert [round(row[0], 9) for _, row in got] == [1, 2, 3, 4]
    assert [row[3] for _, row in got] == [0, 1, 0, 1]
    assert all(np.isnan(row[2]) for _, row in got)
    assert np.diff([t for t, _ in got]) == pytest.approx([0.02] * 3, abs=1e-6)
    told = pulled(received["events"], 3)
    assert [json.loads(row[0]) for _, row in told] == [
        {"type": "PhaseChanged", "t_ns": event.t_ns, "phase": "hinging"} for event in said
    ]
    assert told[0][0] + 0.02 == pytest.approx(got[0][0], abs=1e-6)
    outlets.close()


def test_channels_have_names_and_units() -> None:
    outlets = Outlets("test-b")
    described = inlet("imu_hinge_frames").info()
    assert described.get_channel_labels() == ["pelvis_tilt", "thorax_tilt", "lumbar_flexion", "valid"]
    assert described.get_channel_units() == ["deg", "deg", "deg", "boolean"]
    assert described.nominal_srate() == pylsl.IRREGULAR_RATE
    outlets.close()


def test_after_the_streams_went_they_can_be_found_again() -> None:
    first = Outlets("test-c")
    inlet("imu_hinge_events")
    first.close()
    second = Outlets("test-c")
    received = inlet("imu_hinge_frames")
    second.receive(Tick(0), Step(frames(7)))
    ((_, row),) = pulled(received, 1)
    assert round(row[0], 9) == 7
    second.close()


def test_a_configuration_of_the_users_own_is_left_alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    given: list[str] = []
    monkeypatch.setattr(pylsl, "set_config_content", given.append)
    Outlets("test-d").close()
    assert given == []
    monkeypatch.delenv("LSLAPICFG")
    monkeypatch.setattr("imu_hinge.export.lsl._CONFIGS", (str(tmp_path / "none.cfg"),))
    Outlets("test-e").close()
    assert given == ["[log]\nlevel = -2\n"]
