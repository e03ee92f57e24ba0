"""Errors of Python in the words a user reads: one line with the place and what to do."""

import traceback

_REMEDIES: dict[type[OSError], str] = {
    FileNotFoundError: "check the path",
    IsADirectoryError: "name a file, not a folder",
    NotADirectoryError: "check the path",
    FileExistsError: "choose another name, or give --force",
    PermissionError: "check who may read or write there",
}


def of_system(error: OSError, place: str) -> str:
    """What the operating system refused; `place` is told where the error names no file."""
    remedy = _REMEDIES.get(type(error), "free some space or choose another place")
    return f"{error.filename or place}: {error.strerror or error}; {remedy}"


def of_unforeseen(error: BaseException) -> str:
    """What nobody foresaw, and the line of the program it came from."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    words = " ".join(f"{type(error).__name__}: {error}".split())
    return f"this should not happen: {words} ({last.filename}:{last.lineno}); please report it"
