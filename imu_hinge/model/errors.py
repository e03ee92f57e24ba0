"""Every error a caller may catch. Each message says where, what, and what to do next.

HingeError
├── CatalogueError      a TOML file of the catalogue is wrong
├── HistoryError        the database of sessions cannot be read or written
├── LinkDownError       the connection to a sensor ended, or it did not answer in time
├── ProtocolError       bytes of a sensor that its driver refuses
├── RecordingError      a recording that cannot be read or written
├── SensorRefusedError  a sensor that is there and cannot be used as it is
├── TableError          a table of samples that cannot be imported
└── UsageError          a request that cannot be met: unknown exercise, output in the way, ...
"""


class HingeError(Exception):
    """The root: anything this program refuses to do, said in one line."""


class CatalogueError(HingeError):
    """A catalogue file is wrong."""

    def __init__(self, file: str, key: str, reason: str) -> None:
        self.file, self.key, self.reason = file, key, reason
        super().__init__(f"{file}: {key}: {reason}" if key else f"{file}: {reason}")


class HistoryError(HingeError):
    """The database of sessions cannot be read or written; `place` is its file, or its address without the password."""

    def __init__(self, place: object, what: str, remedy: str) -> None:
        self.place, self.what, self.remedy = place, what, remedy
        super().__init__(f"{place}: {what}; {remedy}")


class ProtocolError(HingeError):
    """Bytes that a driver refuses; nothing of them is used."""

    def __init__(self, driver: str, offset: int, reason: str) -> None:
        self.driver, self.offset, self.reason = driver, offset, reason
        super().__init__(f"{driver}: byte {offset}: {reason}")


class LinkDownError(HingeError):
    """The connection to a sensor ended, or it did not answer in time; worth trying again at once."""


class SensorRefusedError(HingeError):
    """A sensor that is there and cannot be used as it is: the message says why and what to do. Not worth hurrying."""


class RecordingError(HingeError):
    """A recording that cannot be read or written."""

    def __init__(self, path: object, offset: int | None, reason: str) -> None:
        self.path, self.offset, self.reason = path, offset, reason
        place = f"{path}" if offset is None else f"{path}: byte {offset}"
        super().__init__(f"{place}: {reason}")


class TableError(HingeError):
    """A plain samples CSV that cannot be imported."""

    def __init__(self, path: object, line: int | None, reason: str) -> None:
        self.path, self.line, self.reason = path, line, reason
        place = f"{path}" if line is None else f"{path}: line {line}"
        super().__init__(f"{place}: {reason}")


class UsageError(HingeError):
    """A request that cannot be met as it was made."""
