"""The central's part of pairing, with a fault of Bumble repaired."""

from bumble import hci, smp
from bumble.core import BaseBumbleError
from bumble.utils import AsyncRunner


class PairingSession(smp.Session):
    """Bumble leaves it to nobody when the link has ended just before its encryption begins."""

    def start_encryption(self, key: bytes) -> None:
        """Pairing fails when the controller refuses."""
        AsyncRunner.spawn(self._start_encryption(key))  # type: ignore[no-untyped-call]  # bumble gives it none

    async def _start_encryption(self, key: bytes) -> None:
        command = hci.HCI_LE_Enable_Encryption_Command(
            connection_handle=self.connection.handle,
            random_number=bytes(8),
            encrypted_diversifier=0,
            long_term_key=key,
        )
        try:
            await self.manager.device.host.send_async_command(command)
        except BaseBumbleError:
            self.on_pairing_failure(smp.ErrorCode.UNSPECIFIED_REASON)
