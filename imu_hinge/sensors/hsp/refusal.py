"""How this driver refuses bytes."""

from imu_hinge.model.errors import ProtocolError

DRIVER_ID = "hsp"


def refused(offset: int, reason: str) -> ProtocolError:
    """The error for a value refused at this byte; reasons are those of PROTOCOL.md section 14."""
    return ProtocolError(DRIVER_ID, offset, reason)
