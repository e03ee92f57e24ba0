"""bleak's backend classes for a Bumble host: everything above them is the unmodified bleak."""

from bleak.backends.client import BaseBleakClient
from bleak.backends.scanner import BaseBleakScanner
from bumble.device import Device

from imu_hinge.virtual.air.adapter import Adapter
from imu_hinge.virtual.air.client import BumbleClient
from imu_hinge.virtual.air.scanner import BumbleScanner

Backends = tuple[type[BaseBleakScanner], type[BaseBleakClient]]
"""Scanner and client classes for bleak's `backend=`: bleak makes the objects itself."""


def backends_for(device: Device) -> Backends:
    """The classes bound to a powered-on host; call it once for each."""
    return bound_to(Adapter(device))


def bound_to(adapter: Adapter) -> Backends:
    """The classes bound to what is there of a host now: `adapter.renew` gives them another."""
    scanner = type("BoundScanner", (BumbleScanner,), {"adapter": adapter})
    client = type("BoundClient", (BumbleClient,), {"adapter": adapter, "scanner": scanner})
    return scanner, client
