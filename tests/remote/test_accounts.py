"""Accounts: where they are kept, how they are found, and what is never shown."""

import stat
from pathlib import Path

import pytest

from imu_hinge.model.errors import UsageError
from imu_hinge.remote.accounts import (
    Account,
    account_text,
    accounts_folder,
    exposed,
    is_client,
    is_trainer,
    is_user,
    load_account,
    read_account,
)
from imu_hinge.remote.addresses import address_of
from tests.cli.homes import moved_to

SECRET = "Qk3-secret-that-nobody-sees"
ANNA = Account("mqtts://gym.example:8883", "t-anna", SECRET, ("t-anna",))
CLIENT = Account("mqtts://gym.example:8883", "c-7k3m9q2x", SECRET, ("t-anna", "t-bob"))
OTHER = Account("mqtts://gym.example:8883", "c-8k3m9q2y", SECRET, ("t-anna",))


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    moved_to(tmp_path, monkeypatch)
    return tmp_path


def handed_out(folder: Path, account: Account) -> str:
    path = folder / f"{account.user}.toml"
    path.write_text(account_text(account), encoding="utf-8")
    return str(path)


def test_an_account_file_given_once_is_found_by_its_address_from_then_on(home: Path) -> None:
    path = handed_out(home, CLIENT)
    assert load_account(path, "client") == CLIENT
    Path(path).unlink()
    for url in ("mqtts://gym.example", "mqtts://gym.example:8883", "mqtts://GYM.example:8883/"):
        assert load_account(url, "client") == CLIENT


def test_kept_accounts_are_for_their_user_alone(home: Path) -> None:
    load_account(handed_out(home, CLIENT), "client")
    (kept,) = accounts_folder().iterdir()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE(accounts_folder().stat().st_mode) == 0o700


def test_a_new_account_file_takes_the_place_of_the_one_before(home: Path) -> None:
    load_account(handed_out(home, CLIENT), "client")
    renewed = Account(CLIENT.url, CLIENT.user, "another", ("t-anna", "t-bob", "t-carl"))
    load_account(handed_out(home, renewed), "client")
    assert load_account(CLIENT.url, "client") == renewed


def test_a_client_and_a_trainer_may_use_the_same_machine(home: Path) -> None:
    load_account(handed_out(home, CLIENT), "client")
    load_account(handed_out(home, ANNA), "trainer")
    assert load_account(CLIENT.url, "client") == CLIENT
    assert load_account(CLIENT.url, "trainer") == ANNA


def test_of_several_clients_of_a_machine_it_must_be_said_which(home: Path) -> None:
    for one in (CLIENT, OTHER):
        load_account(handed_out(home, one), "client")
    assert load_account(CLIENT.url, "client", user=OTHER.user) == OTHER
    with pytest.raises(UsageError, match=f"several accounts: {CLIENT.user}, {OTHER.user}; give the path") as refused:
        load_account(CLIENT.url, "client")
    assert str(refused.value).endswith(f"void from {accounts_folder()}")


def test_the_account_of_a_trainer_is_none_of_a_client(home: Path) -> None:
    with pytest.raises(UsageError, match=r"is the account of a trainer, t-anna; expected that of a client"):
        load_account(handed_out(home, ANNA), "client")
    assert not accounts_folder().exists()


def test_on_this_machine_a_broker_needs_no_account() -> None:
    assert load_account("mqtt://127.0.0.1", "client", user="c-7k3m9q2x") == Account(
        "mqtt://127.0.0.1:1883", "c-7k3m9q2x", "", ("t-local",)
    )
    trainer = load_account("mqtt://localhost:1884", "trainer")
    assert (trainer.user, trainer.kind, trainer.anonymous) == ("t-local", "trainer", True)


def test_anywhere_else_it_does() -> None:
    with pytest.raises(UsageError, match=r"there is no account for it here; give the path of its account file once"):
        load_account("mqtts://gym.example", "client")


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("mqtt://gym.example", "without encryption only on this machine"),
        ("mqtt://192.168.1.20:1883", "without encryption only on this machine"),
        ("mqtt://0.0.0.0", "without encryption only on this machine"),
        ("mqtt://localhost.example", "without encryption only on this machine"),
        ("https://gym.example", "expected mqtts://HOST"),
        ("mqtts://", "expected mqtts://HOST"),
        ("mqtts://gym.example/room", "expected mqtts://HOST"),
        ("mqtts://gym.example?x=1", "expected mqtts://HOST"),
        ("mqtts://gym.example:0", "expected mqtts://HOST"),
        ("mqtts://gym.example:99999", "this is no address"),
        ("mqtts://gym.example:port", "this is no address"),
        ("mqtts://[::1", "this is no address"),
        ("mqtts://c-7k3m9q2x:pass@gym.example", "give the path of the account file instead"),
    ],
)
def test_an_address_that_cannot_be_is_refused(url: str, said: str) -> None:
    with pytest.raises(UsageError, match=said) as refused:
        load_account(url, "client")
    assert "pass" not in str(refused.value).replace("passwords", "")


@pytest.mark.parametrize(
    ("url", "whole", "local"),
    [
        ("mqtts://gym.example", "mqtts://gym.example:8883", False),
        ("mqtt://127.3.2.1", "mqtt://127.3.2.1:1883", True),
        ("mqtt://[::1]:1884", "mqtt://[::1]:1884", True),
        ("mqtts://192.168.1.20:1", "mqtts://192.168.1.20:1", False),
    ],
)
def test_an_address_is_written_in_one_way(url: str, whole: str, local: bool) -> None:
    assert (str(address_of(url)), address_of(url).local) == (whole, local)


@pytest.mark.parametrize(
    "change",
    [
        ('user = "t-anna"', 'user = "t-anna/#"'),
        ('user = "t-anna"', 'user = "anna"'),
        ('user = "t-anna"', 'user = "t-ann\u00e4"'),
        ('user = "t-anna"', "user = 7"),
        ('trainers = ["t-anna"]', 'trainers = "t-anna"'),
        ('trainers = ["t-anna"]', 'trainers = ["c-7k3m9q2x"]'),
        ('url = "mqtts', 'url = "mqtt'),
        ('url = "', 'ur = "'),
        ('url = "', "url = "),
        (f'secret = "{SECRET}"', 'secret = ""'),
        (f'secret = "{SECRET}"', f'secret = "{SECRET}'),
        ('trainers = ["t-anna"]', 'trainers = ["t-anna"]\nca = "no certificate"'),
    ],
)
def test_a_file_that_is_no_account_is_refused_and_not_shown(home: Path, change: tuple[str, str]) -> None:
    path = home / "account.toml"
    text = account_text(ANNA)
    assert change[0] in text
    path.write_text(text.replace(*change), encoding="utf-8")
    with pytest.raises(UsageError) as refused:
        load_account(str(path), "trainer")
    assert SECRET not in str(refused.value)
    assert not accounts_folder().exists()


def test_a_host_without_its_scheme_is_told_from_a_file() -> None:
    with pytest.raises(UsageError, match="no such account file; an address begins with mqtts://"):
        load_account("gym.example", "client")


def test_the_secret_is_in_no_repr() -> None:
    assert SECRET not in repr(Account(ANNA.url, ANNA.user, SECRET, ca_pem=SECRET))


def test_a_file_is_read_as_it_is_written(home: Path) -> None:
    assert read_account(Path(handed_out(home, CLIENT))) == CLIENT


def test_users_are_told_by_their_names() -> None:
    assert [is_user(name) for name in ("c-7k3m9q2x", "t-anna", "x-anna", "t-", "t-a+b", "t-a\n")] == [
        True, True, False, False, False, False,
    ]  # fmt: skip
    assert (is_client("c-7k3m9q2x"), is_client("t-anna"), is_trainer("t-anna")) == (True, False, True)


@pytest.mark.parametrize(("place", "said"), [("", "is a folder"), ("nobody.toml", "there is no such account file")])
def test_what_is_no_file_is_told_as_what_it_is(home: Path, place: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        load_account(str(home / place), "client")


def test_a_device_is_no_account_file() -> None:
    with pytest.raises(UsageError, match="is no ordinary file"):
        load_account("/dev/null", "client")


def test_a_file_that_others_can_read_is_told_of(home: Path) -> None:
    path = Path(handed_out(home, CLIENT))
    for mode in (0o640, 0o604):
        path.chmod(mode)
        assert exposed(str(path)).endswith(f"chmod 600 {path}")
    path.chmod(0o600)
    assert [exposed(one) for one in (str(path), CLIENT.url, str(home / "absent"))] == ["", "", ""]
