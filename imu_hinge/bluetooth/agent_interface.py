"""The org.bluez.Agent1 object of `agent`. Imported on Linux only: dbus-fast is not installed elsewhere."""

from dbus_fast import DBusError
from dbus_fast.annotations import DBusObjectPath, DBusStr, DBusUInt16, DBusUInt32
from dbus_fast.service import ServiceInterface, dbus_method


class PairingAgent(ServiceInterface):
    """Says yes to one device and no to every other; has neither keys nor a display."""

    def __init__(self, device_path: str) -> None:
        super().__init__("org.bluez.Agent1")
        self._device_path = device_path

    def judge(self, device: str) -> None:
        """DBusError for any device but ours."""
        if device != self._device_path:
            raise DBusError("org.bluez.Error.Rejected", "not the sensor being set up")

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
