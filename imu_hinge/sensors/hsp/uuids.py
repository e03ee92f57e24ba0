"""The GATT names of HSP (PROTOCOL.md section 2): full lower-case UUID strings."""

SERVICE, CONFIG, DATA, CONTROL, TIME_SYNC, STATUS, BACKFILL = (
    f"2dbe{number:04x}-ecd0-4194-bb4a-979adacec30c" for number in range(1, 8)
)


def uuid_bytes(uuid: str) -> bytes:
    """The 16 bytes of a UUID as they go over the air, little-endian."""
    return bytes.fromhex(uuid.replace("-", ""))[::-1]


def uuid_text(raw: bytes) -> str:
    """The full lower-case string of 16 little-endian bytes."""
    digits = raw[::-1].hex()
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))
