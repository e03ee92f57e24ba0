"""Bonds of a virtual sensor and who may pair with it (PROTOCOL.md X1, X2, X4)."""

from collections.abc import Callable

from bumble import smp
from bumble.device import Device
from bumble.keys import MemoryKeyStore, PairingKeys
from bumble.pairing import PairingConfig, PairingDelegate

MOST = 4


class Bonds(MemoryKeyStore):
    """The keys of the last four hosts that used theirs: a fifth replaces the one unused for longest (X4)."""

    async def update(self, name: str, keys: PairingKeys) -> None:
        """Keeps the keys of a host that has just paired."""
        self.all_keys.pop(name, None)
        self.all_keys[name] = keys
        while len(self.all_keys) > MOST:
            del self.all_keys[next(iter(self.all_keys))]

    async def get(self, name: str) -> PairingKeys | None:
        """The keys of a host, which uses them."""
        keys = self.all_keys.pop(name, None)
        if keys:
            self.all_keys[name] = keys
        return keys

    def forget(self) -> None:
        """Deletes all (X6)."""
        self.all_keys.clear()


class _SecureSession(smp.Session):
    """Bumble falls back to legacy pairing, which must be refused (X1), and keeps a failed session for ever."""

    async def on_smp_pairing_request_command_async(self, command: smp.SMP_Pairing_Request_Command) -> None:
        if command.auth_req & smp.AuthReq.SC:
            await super().on_smp_pairing_request_command_async(command)
        else:
            self.send_pairing_failed(smp.ErrorCode.AUTHENTICATION_REQUIREMENTS)

    def on_pairing_failure(self, reason: smp.ErrorCode) -> None:
        """The next attempt on this link begins afresh."""
        was_over = self.completed
        super().on_pairing_failure(reason)
        if not was_over:
            self.on_disconnection(0)


class _Willing(PairingDelegate):
    """A sensor without display or keys, which agrees while pairing is open."""

    def __init__(self, is_open: Callable[[], bool]) -> None:
        super().__init__(PairingDelegate.NO_OUTPUT_NO_INPUT)
        self._is_open = is_open

    async def accept(self) -> bool:
        return self._is_open()


def rule_pairing(device: Device, bonds: Bonds, is_open: Callable[[], bool]) -> None:
    """LE Secure Connections, Just Works, bonding, while pairing is open; the bonds outlive the device object."""
    device.keystore = bonds
    device.smp_manager.session_proxy = _SecureSession
    device.pairing_config_factory = lambda _: PairingConfig(
        sc=True, mitm=False, bonding=True, delegate=_Willing(is_open)
    )
