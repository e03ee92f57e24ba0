"""Advertising (PROTOCOL.md section 3): how a sensor is found before anyone connects."""

from collections.abc import Iterator
from dataclasses import dataclass
from struct import Struct

from imu_hinge.model.errors import ProtocolError
from imu_hinge.sensors.driver import Advertised, Sighting
from imu_hinge.sensors.hsp import words
from imu_hinge.sensors.hsp.refusal import refused
from imu_hinge.sensors.hsp.structs import MAJOR, PLACEMENTS, UNKNOWN_PERCENT
from imu_hinge.sensors.hsp.uuids import SERVICE, uuid_bytes, uuid_text

COMPANY = 0xFFFF
"""The Bluetooth SIG's number for tests: means something only beside the service UUID (A1)."""
_MANUFACTURER = Struct("<4BH")
_FLAGS, _SERVICES, _NAME, _MAKER = 0x01, 0x07, 0x09, 0xFF
_GENERAL_DISCOVERABLE_NO_CLASSIC = b"\x06"
_UUID_BYTES, _COMPANY_BYTES = 16, 2


@dataclass(frozen=True, slots=True)
class Advert:
    """The manufacturer data of a sensor."""

    role: int
    battery: int
    """Percent; 255 unknown."""
    state: int
    id: int
    """Low 16 bits of the chip's number."""
    major: int = MAJOR

    @property
    def name(self) -> str:
        """The local name that belongs to the id."""
        return f"HINGE-{self.id:04X}"


@dataclass(frozen=True, slots=True)
class Advertisement:
    """What an advertising packet and its scan response hold; None for what they do not."""

    service: str | None
    company: int | None
    manufacturer: bytes | None
    """The bytes after the company number."""
    local_name: str | None


def encode_advert(advert: Advert) -> bytes:
    """The 6 bytes after the company number; struct.error for a field outside its type."""
    return _MANUFACTURER.pack(advert.major, advert.role, advert.battery, advert.state, advert.id)


def decode_advert(manufacturer: bytes) -> Advert:
    """The bytes after the company number; raises ProtocolError short or version (A2, A3: list the sensor anyway)."""
    if len(manufacturer) < _MANUFACTURER.size:
        raise refused(len(manufacturer), "short")
    major, role, battery, state, number = _MANUFACTURER.unpack_from(manufacturer)
    if major != MAJOR:
        raise refused(0, "version")
    return Advert(role, battery, state, number, major)


def encode_advertisement(advert: Advert) -> tuple[bytes, bytes]:
    """The advertising packet of 31 bytes and the scan response."""
    maker = COMPANY.to_bytes(_COMPANY_BYTES, "little") + encode_advert(advert)
    packet = (
        _element(_FLAGS, _GENERAL_DISCOVERABLE_NO_CLASSIC)
        + _element(_SERVICES, uuid_bytes(SERVICE))
        + _element(_MAKER, maker)
    )
    return packet, _element(_NAME, advert.name.encode("ascii"))


def _element(kind: int, content: bytes) -> bytes:
    return bytes((len(content) + 1, kind)) + content


def decode_advertisement(packet: bytes, scan_response: bytes = b"") -> Advertisement:
    """What the two hold; elements that are cut off or of other kinds are skipped."""
    found = dict(_elements(scan_response)) | dict(_elements(packet))
    services, maker, name = (found.get(kind) for kind in (_SERVICES, _MAKER, _NAME))
    known = maker is not None and len(maker) >= _COMPANY_BYTES
    return Advertisement(
        service=uuid_text(services[:_UUID_BYTES]) if services and len(services) >= _UUID_BYTES else None,
        company=int.from_bytes(maker[:_COMPANY_BYTES], "little") if maker and known else None,
        manufacturer=maker[_COMPANY_BYTES:] if maker and known else None,
        local_name=name.decode("utf-8", "replace") if name is not None else None,
    )


def _elements(packet: bytes) -> Iterator[tuple[int, bytes]]:
    offset = 0
    while offset < len(packet) and packet[offset] and offset + packet[offset] < len(packet):
        end = offset + 1 + packet[offset]
        yield packet[offset + 1], packet[offset + 2 : end]
        offset = end


def sight(advertised: Advertised) -> Sighting | None:
    """What a scan learns of one of our sensors (A1 to A3); None for any other device."""
    if SERVICE not in advertised.services:
        return None
    try:
        advert = decode_advert(advertised.manufacturer.get(COMPANY, b""))
    except ProtocolError as refusal:
        newer = refusal.reason == "version"
        return Sighting(None, obstacle="needs another version of this program" if newer else "")
    battery = None if advert.battery == UNKNOWN_PERCENT else advert.battery
    state = words.advertised(advert.state, advert.battery)
    return Sighting(PLACEMENTS.get(advert.role), battery, advert.name, state=state)
