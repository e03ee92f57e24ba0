"""bleak's backend classes for a Bumble host: everything above them is the unmodified bleak."""

from bleak.backends.client import BaseBleakClient
from bleak.backends.scanner import BaseBleakScanner
from bumble.device import Device

from imu_hinge.virtual.air.adapter import Adapter
from imu_hinge.virtual.air.client import BumbleClient
from imu_hinge.virtual.air.scanner import BumbleScanner


def backends_for(device: Device) -> tuple[type[BaseBleakScanner], type[BaseBleakClient]]:
    """Scanner and client classes bound to a powered-on host, for bleak's `backend=`: bleak makes the objects itself."""
    adapter = Adapter(device)
    scanner = type("BoundScanner", (BumbleScanner,), {"adapter": adapter})
    client = type("BoundClient", (BumbleClient,), {"adapter": adapter, "scanner": scanner})
    return scanner, client
