"""What the numbers depend on: two machines whose versions differ may not share the work."""

from collections.abc import Callable, Mapping

Versions = Mapping[str, str]


def looker() -> Callable[[], Versions]:
    """A function that says what is installed where it is called.

    It travels as a whole, for a worker may have no imu_hinge, or one without this module: hence its own imports.
    """

    def look() -> Versions:
        import platform
        from importlib import metadata

        def found(name: str) -> str:
            try:
                return metadata.version(name)
            except metadata.PackageNotFoundError:
                return "none"

        try:
            from imu_hinge import __version__ as own
        except ImportError:
            own = "none"
        return {
            "imu_hinge": own,
            "Python": platform.python_version(),
            **{name: found(name) for name in ("numpy", "vqf")},
        }

    return look


def differences(here: Versions, there: Versions) -> str:
    """`numpy 2.1 (here 2.4), ...`; empty when they are the same."""
    return ", ".join(
        f"{name} {there.get(name, 'none')} (here {own})" for name, own in here.items() if there.get(name) != own
    )
