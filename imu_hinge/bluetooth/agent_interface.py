"""The org.bluez.Agent1 object of `agent`. Imported on Linux only: dbus-fast is not installed elsewhere."""

from collections.abc import Collection

from dbus_fast import DBusError
from dbus_fast.annotations import DBusObjectPath, DBusStr, DBusUInt16, DBusUInt32
from dbus_fast.service import ServiceInterface, dbus_method


class PairingAgent(ServiceInterface):
    """Says yes to some devices and no to every other; has neither keys nor a display."""

    def __init__(self, devices: Collection[str]) -> None:
        """`devices`: paths, looked at when BlueZ asks."""
        super().__init__("org.bluez.Agent1")
        self._devices = devices

    def judge(self, device: str) -> None:
        """DBusError for any other device."""
        if device not in self._devices:
            raise DBusError("org.bluez.Error.Rejected", "not a sensor being set up")

    @dbus_method()
    def RequestAuthorization(self, device: DBusObjectPath) -> None:  # noqa: N802, D102 (named by D-Bus)
        self.judge(device)

    @dbus_method()
    def RequestConfirmation(self, device: DBusObjectPath, passkey: DBusUInt32) -> None:  # noqa: N802, D102
        self.judge(device)

    @dbus_method()
    def AuthorizeService(self, device: DBusObjectPath, uuid: DBusStr) -> None:  # noqa: N802, D102
        self.judge(device)

    @dbus_method()
    def DisplayPasskey(self, device: DBusObjectPath, passkey: DBusUInt32, entered: DBusUInt16) -> None:  # noqa: N802, D102
        raise DBusError("org.bluez.Error.Rejected", "no display")

    @dbus_method()
    def Release(self) -> None:  # noqa: N802, D102
        return

    @dbus_method()
    def Cancel(self) -> None:  # noqa: N802, D102
        return
