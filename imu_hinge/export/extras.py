"""Modules that stand on an extra of the package: imported when asked for, refused in one line where it is missing."""

from importlib import import_module
from types import ModuleType

from imu_hinge.model.errors import UsageError


def needing(extra: str, module: str, what: str) -> ModuleType:
    """The module of ours with this name; UsageError says what needs the extra where a library of others is missing."""
    try:
        return import_module(module)
    except ModuleNotFoundError as missing:
        if not extra or (missing.name or "").startswith("imu_hinge"):
            raise
        raise UsageError(f"{what} needs the extra \"{extra}\": pip install 'imu-hinge[{extra}]'") from None
