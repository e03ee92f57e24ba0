"""What `doctor` finds out about Bluetooth: is there an adapter, may we use it, who is in reach."""

import os
import platform
import sys
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from imu_hinge.bluetooth.adapter import Adapter, BleBackend, Sighted
from imu_hinge.bluetooth.errors import trouble_of
from imu_hinge.bluetooth.missing import missing_words
from imu_hinge.sensors.driver import READY

SCAN_S = 5.0
_SOCKET = "/run/dbus/system_bus_socket"
_SENSOR = "The sensor"


class Verdict(StrEnum):
    """How a finding is to be shown."""

    GOOD = "good"
    NOTE = "note"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    verdict: Verdict
    subject: str
    words: str


async def diagnose(backend: BleBackend, adapter: Adapter | None = None) -> list[Finding]:
    """Looks at the surroundings and scans for 5 s; raises only what is a bug."""
    surroundings = _surroundings() if backend.is_system else []
    return [*surroundings, *await _scan(adapter or Adapter(backend))]


def _surroundings() -> list[Finding]:
    """What keeps Linux from having a Bluetooth service; other systems always have theirs."""
    if sys.platform != "linux":
        return []
    notes = {
        "WSL": "microsoft" in platform.release().lower(),
        "a container": Path("/.dockerenv").exists() or Path("/run/.containerenv").exists(),
    }
    words = "has no Bluetooth service of its own: run natively, use `--hci`, or `--simulate`."
    findings = [
        Finding(Verdict.NOTE, "system", f"This is {name}, which {words}") for name, here in notes.items() if here
    ]
    if not _socket_exists():
        findings.append(
            Finding(Verdict.BAD, "D-Bus", "There is no system D-Bus socket, and BlueZ is reached through it.")
        )
    return findings


def _socket_exists() -> bool:
    """An address that is set by hand is believed."""
    return "DBUS_SYSTEM_BUS_ADDRESS" in os.environ or Path(_SOCKET).exists()


async def _scan(adapter: Adapter) -> list[Finding]:
    try:
        found = await adapter.scan(SCAN_S)
    except Exception as error:
        trouble = trouble_of(error, _SENSOR)
        if trouble is None:
            raise
        return [Finding(Verdict.BAD, "adapter", trouble.words)]
    return [Finding(Verdict.GOOD, "adapter", "The adapter scans."), *_sensors(found), *_missing(found)]


def _missing(found: list[Sighted]) -> list[Finding]:
    words = missing_words([one.sighting.placement for one in found])
    return [Finding(Verdict.NOTE, "sensors", words)] if words else []


def _sensors(found: list[Sighted]) -> list[Finding]:
    return [_sensor(one) for one in sorted(found, key=lambda one: one.label)]


def _sensor(one: Sighted) -> Finding:
    sighting = one.sighting
    facts = [
        sighting.placement or "no role yet",
        f"{one.rssi_dbm} dBm",
        f"battery {'unknown' if sighting.battery_pct is None else f'{sighting.battery_pct} %'}",
        *filter(None, [sighting.state, sighting.obstacle]),
    ]
    is_good = sighting.state in ("", READY) and not sighting.obstacle
    return Finding(Verdict.GOOD if is_good else Verdict.NOTE, one.label, ", ".join(facts))
