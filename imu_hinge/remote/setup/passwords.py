"""Secrets of accounts, and the file in which Mosquitto keeps what it knows of them."""

import secrets
from base64 import b64decode, b64encode
from hashlib import pbkdf2_hmac
from hmac import compare_digest

ITERATIONS = 101
"""Mosquitto's own number. The secrets are random, so more would only slow down the logins after a broker's restart."""
_SECRET_BYTES = 24
_SALT_BYTES = 12
_HASH_BYTES = 64
_METHOD = "7"
"""Mosquitto's sign for PBKDF2 with HMAC-SHA512."""


def new_secret() -> str:
    """A secret nobody guesses: 192 random bits, in letters that need no quoting."""
    return secrets.token_urlsafe(_SECRET_BYTES)


def password_line(user: str, secret: str) -> str:
    """The line of the password file that lets `user` in with this secret."""
    salt = secrets.token_bytes(_SALT_BYTES)
    hashed = _hashed(secret, salt, ITERATIONS)
    return f"{user}:${_METHOD}${ITERATIONS}${b64encode(salt).decode()}${b64encode(hashed).decode()}"


def lets_in(line: str, secret: str) -> bool:
    """Whether a line of the password file is that of this secret."""
    _, _, (method, iterations, salt, hashed) = _parts(line)
    return method == _METHOD and compare_digest(_hashed(secret, b64decode(salt), int(iterations)), b64decode(hashed))


def with_lines(text: str, new: dict[str, str]) -> str:
    """The password file with these users' secrets; the lines of all others stay as they are."""
    kept = [line for line in text.splitlines() if user_of(line) not in new]
    return "".join(f"{line}\n" for line in [*kept, *(password_line(user, secret) for user, secret in new.items())])


def without_user(text: str, user: str) -> str:
    """The password file without this user."""
    return "".join(f"{line}\n" for line in text.splitlines() if user_of(line) != user)


def user_of(line: str) -> str:
    """Whose line it is."""
    return line.partition(":")[0]


def _parts(line: str) -> tuple[str, str, list[str]]:
    user, colon, rest = line.strip().partition(":")
    return user, colon, rest.split("$")[1:]


def _hashed(secret: str, salt: bytes, iterations: int) -> bytes:
    return pbkdf2_hmac("sha512", secret.encode(), salt, iterations, _HASH_BYTES)
