"""The local day of this machine, which may have 23 or 25 hours."""

from datetime import datetime


def midnight_ns(now_ns: int) -> int:
    """The last midnight before a wall clock; both ns since 1970."""
    on = datetime.fromtimestamp(now_ns // 1_000_000_000).date()
    return int(datetime.combine(on, datetime.min.time()).timestamp()) * 1_000_000_000
