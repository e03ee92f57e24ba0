"""What clients are called where no name may stand: `c-` and eight signs."""

import re
import secrets
from collections.abc import Container

_LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's base32: nothing that is read as something else."""
PREFIX = "c-"
_LENGTH = 8
ME = f"{PREFIX}00000000"
"""The pseudonym of whoever trains without having been added as a client."""
LIKE_ONE = re.compile(rf"{PREFIX}[0-9a-z]{{0,{_LENGTH}}}")
"""What might be meant as the beginning of one."""
SHAPE = f"{PREFIX} and {_LENGTH} letters or digits"


def is_pseudonym(text: str) -> bool:
    """Whether a client may be called so."""
    letters = text.removeprefix(PREFIX)
    return letters != text and len(letters) == _LENGTH and not set(letters) - set(_LETTERS)


def new_pseudonym(taken: Container[str]) -> str:
    """One at random, of nobody among these."""
    while True:
        name = PREFIX + "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
        if name not in taken and name != ME:
            return name
