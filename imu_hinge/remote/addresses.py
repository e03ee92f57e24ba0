"""Where a broker is: `mqtts://HOST[:PORT]`, and `mqtt://` on this machine only."""

from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

from imu_hinge.model.errors import UsageError

PORTS = {"mqtt": 1883, "mqtts": 8883}
"""Scheme -> the port where none is named."""
_EXPECTED = "expected mqtts://HOST, mqtt://127.0.0.1 or the path of an account file"


@dataclass(frozen=True, slots=True)
class Address:
    """One broker; `str` is its URL, with the port and without anything that is secret."""

    host: str
    port: int
    secure: bool
    """Whether the connection is encrypted (TLS)."""

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{'mqtts' if self.secure else 'mqtt'}://{host}:{self.port}"

    @property
    def local(self) -> bool:
        """Whether it is this machine."""
        return is_loopback(self.host)


def address_of(url: str) -> Address:
    """The address that a URL names; raises UsageError, which never repeats a name or password within it."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise UsageError(f"broker: this is no address ({error}); {_EXPECTED}") from None
    _check_no_secret(parts)
    if parts.scheme not in PORTS or not host or parts.path.strip("/") or parts.query or parts.fragment or port == 0:
        raise UsageError(f"broker {url}: {_EXPECTED}")
    address = Address(host, port or PORTS[parts.scheme], parts.scheme == "mqtts")
    if not address.secure and not address.local:
        raise UsageError(
            f"broker {address}: without encryption only on this machine (127.0.0.1); give mqtts://{address.host}"
        )
    return address


def is_loopback(host: str) -> bool:
    """Whether a host is this machine; a name other than `localhost` is taken for another one."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _check_no_secret(parts: SplitResult) -> None:
    if "@" in parts.netloc:
        raise UsageError(
            "broker: names and passwords do not belong into an address, where others may read them; "
            "give the path of the account file instead"
        )
