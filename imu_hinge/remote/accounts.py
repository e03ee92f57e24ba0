"""Accounts at a broker: read from the files that `imu-hinge trainer setup` writes, kept for this user, found by URL."""

import os
import re
import shlex
import ssl
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from imu_hinge.model.errors import UsageError
from imu_hinge.remote.addresses import Address, address_of
from imu_hinge.remote.private import OTHERS_MODE, make_private_folder, write_private

Kind = Literal["client", "trainer"]
KINDS: dict[str, Kind] = {"c-": "client", "t-": "trainer"}
"""First letters of a user name -> whose account it is."""
LOCAL_TRAINER = "t-local"
"""The trainer where nobody has an account: a broker for one machine only."""
_USER = re.compile(r"[ct]-[A-Za-z0-9-]{1,60}")
"""Never `+ # / $`: user names become part of topics and of the broker's access list."""
_KEYS = {"url", "user", "secret", "trainers", "ca"}
_MAKE = "`imu-hinge trainer setup` writes account files"


@dataclass(frozen=True, slots=True)
class Account:
    """Who logs in where. The secret stands in no repr."""

    url: str
    """With the port."""
    user: str
    """Name at the broker, client id, and first level of the topics: `c-7k3m9q2x`, `t-anna`."""
    secret: str = field(default="", repr=False)
    """Empty: logs in without a name."""
    trainers: tuple[str, ...] = ()
    """User names of the trainers who may see this client; of a trainer's account, itself."""
    ca_pem: str = field(default="", repr=False)
    """Certificate of the authority that the broker's is from; empty: those that this system trusts."""

    @property
    def kind(self) -> Kind:
        """Whose account it is."""
        return KINDS[self.user[:2]]

    @property
    def address(self) -> Address:
        """Where the broker is."""
        return address_of(self.url)

    @property
    def host(self) -> str:
        """Name or address of the broker's machine."""
        return self.address.host

    @property
    def port(self) -> int:
        """Its port."""
        return self.address.port

    @property
    def secure(self) -> bool:
        """Whether the connection is encrypted."""
        return self.address.secure

    @property
    def anonymous(self) -> bool:
        """Whether it logs in without a name."""
        return not self.secret


def is_user(name: str) -> bool:
    """Whether an account may be called so."""
    return _USER.fullmatch(name) is not None


def is_trainer(name: str) -> bool:
    """Whether it is the account of a trainer."""
    return is_user(name) and KINDS[name[:2]] == "trainer"


def is_client(name: str) -> bool:
    """Whether it is the account of a client."""
    return is_user(name) and KINDS[name[:2]] == "client"


def load_account(text: str, kind: Kind, user: str = "") -> Account:
    """The account that `text`, a URL or the path of an account file, stands for.

    A file is copied into the configuration folder and found by its URL from then on; where several of a kind have the
    same URL, `user` tells which. On this machine a URL without an account means a login without a name, as `user`.
    Raises UsageError with the remedy, OSError.
    """
    if "://" not in text:
        return _taken_in(Path(text), kind)
    address = address_of(text)
    stored = [one for one in _stored() if one.url == str(address) and one.kind == kind]
    if stored:
        return _chosen(stored, user)
    if not address.local:
        raise UsageError(f"broker {address}: there is no account for it here; give the path of its account file once")
    return Account(str(address), user or LOCAL_TRAINER, trainers=(LOCAL_TRAINER,))


def _taken_in(path: Path, kind: Kind) -> Account:
    if not path.is_file():
        raise UsageError(f"broker {path}: {_no_file(path)}; an address begins with mqtts://")
    account = read_account(path)
    if account.kind != kind:
        raise UsageError(f"{path}: is the account of a {account.kind}, {account.user}; expected that of a {kind}")
    make_private_folder(accounts_folder())
    write_private(accounts_folder() / file_name(account), account_text(account))
    return account


def _no_file(path: Path) -> str:
    if path.is_dir():
        return "is a folder; give an account file, one for each person"
    return "is no ordinary file; give an account file" if path.exists() else "there is no such account file"


def exposed(text: str) -> str:
    """Where `text` is an account file that others on this machine can read: what to do; else empty.

    Windows keeps rights elsewhere: there it is always empty.
    """
    path = Path(text)
    if "://" in text or os.name != "posix" or not path.is_file() or not path.stat().st_mode & OTHERS_MODE:
        return ""
    return f"{path}: others on this machine can read the password in it: chmod 600 {shlex.quote(text)}"


def _stored() -> list[Account]:
    folder = accounts_folder()
    return [read_account(path) for path in sorted(folder.glob("*.toml"))] if folder.is_dir() else []


def _chosen(stored: Sequence[Account], user: str) -> Account:
    if len(stored) == 1:
        return stored[0]
    found = next((one for one in stored if one.user == user), None)
    if found is None:
        users = ", ".join(one.user for one in stored)
        raise UsageError(
            f"broker {stored[0].url}: there are several accounts: {users}; give the path of its account file, or "
            f"delete those that are void from {accounts_folder()}"
        )
    return found


def accounts_folder() -> Path:
    """Where the accounts of this user are kept."""
    from platformdirs import user_config_dir

    return Path(user_config_dir("imu-hinge")) / "accounts"


def file_name(account: Account) -> str:
    """Of the stored account: one for each broker and user."""
    place = re.sub(r"[^A-Za-z0-9.-]", "_", account.host)
    return f"{place}_{account.port}_{account.user}.toml"


def account_text(account: Account) -> str:
    """The account file, as `read_account` reads it."""
    trainers = ", ".join(f'"{one}"' for one in account.trainers)
    lines = [
        f'url = "{account.url}"',
        f'user = "{account.user}"',
        f'secret = "{account.secret}"',
        f"trainers = [{trainers}]",
    ]
    return "\n".join([*lines, f"ca = '''\n{account.ca_pem}'''" if account.ca_pem else "", ""])


def read_account(path: Path) -> Account:
    """The account in a file; raises UsageError that shows nothing of it, OSError."""
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise UsageError(f"{path}: is no account file; {_MAKE}") from error
    reason = _fault_in(values)
    if reason:
        raise UsageError(f"{path}: {reason}; {_MAKE}")
    url = str(address_of(values["url"]))
    return Account(url, values["user"], values["secret"], tuple(values["trainers"]), values.get("ca", ""))


def _fault_in(values: dict[str, Any]) -> str:
    """What is amiss with the values of an account file; empty where nothing is."""
    texts = [values.get(key) for key in ("url", "user", "secret")]
    trainers = values.get("trainers")
    if set(values) - _KEYS or not all(isinstance(one, str) and one for one in texts):
        return "is no account file: expected url, user, secret, trainers and perhaps ca"
    if not is_user(values["user"]):
        return "the user name is none of a client (c-...) or a trainer (t-...)"
    if not isinstance(trainers, list) or not all(isinstance(one, str) and is_trainer(one) for one in trainers):
        return "trainers: expected names such as t-anna"
    return _fault_in_certificate(values.get("ca", ""))


def _fault_in_certificate(ca_pem: Any) -> str:
    try:
        if ca_pem:
            ssl.create_default_context(cadata=ca_pem)
    except (ssl.SSLError, ValueError, TypeError):
        return "ca: is no certificate"
    return ""
