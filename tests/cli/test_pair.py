"""`imu-hinge trainer pair`: sensors of a room are given to clients, from end to end over the virtual radio."""

import asyncio
from functools import partial
from pathlib import Path

import pytest

from imu_hinge.cli.trainer import pair
from imu_hinge.cli.worlds import SEED
from imu_hinge.model.errors import UsageError
from imu_hinge.model.inputs import Placement
from imu_hinge.station.roster import Known
from imu_hinge.station.wearers import load_wearers, wearers_path
from imu_hinge.station.worlds import crowded
from imu_hinge.virtual.crowds import Member, crowd
from imu_hinge.virtual.loops import run_jumping
from imu_hinge.virtual.seeds import TUNING
from tests.cli.homes import Home, moved_to

SACRUM, THORACIC = Placement


@pytest.fixture(scope="module")
def members() -> tuple[Member, ...]:
    """Two wearers of our own sensors; of the sensors of a third only the serial tells one from the other."""
    return crowd(3, TUNING[0], ["clean_set", "clean_set", "movella_dot"])


@pytest.fixture
def home(
    members: tuple[Member, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Home:
    """The sensors are virtual, and so is the time."""
    moved_to(tmp_path, monkeypatch)
    world = partial(crowded, members, [str(one.number) for one in members])
    monkeypatch.setattr(pair, "world_of", lambda arguments: world)
    monkeypatch.setattr(asyncio, "run", run_jumping)
    return Home(tmp_path, capsys)


def names(member: Member) -> list[str]:
    """As `scan` shows them, or serials where they have no name of their own."""
    return [member.tags[place].hint or member.tags[place].serial for place in Placement]


def pairing(member: Member, *more: str) -> list[str]:
    sacrum, thoracic = names(member)
    return ["--sacrum", sacrum, "--thoracic", thoracic, *more]


def agreeing(home: Home, *clients: str) -> None:
    for client in clients:
        home.says("clients", "add", client, "--consent", "keep")
        home.says("clients", "consent", client, "watch")


def test_a_pair_is_connected_stored_listed_and_forgotten(home: Home, members: tuple[Member, ...]) -> None:
    agreeing(home, "Ann")
    said = home.says("trainer", "pair", "Ann", *pairing(members[1], "--exercise", "band_hinge"))
    assert "serial virtual-1-sacrum" in said and "serial virtual-1-thoracic" in said
    ((client, paired),) = load_wearers(wearers_path()).items()
    tags = members[1].tags
    assert paired.exercise == "band_hinge"
    assert paired.roster.sensors == {place: Known(tag.driver, tag.serial, tag.hint) for place, tag in tags.items()}
    listed = home.says("trainer", "pair")
    assert all(word in listed for word in (client, *names(members[1]), "band_hinge"))
    home.says("trainer", "pair", "Ann", "--forget")
    assert "nobody has sensors" in home.says("trainer", "pair", code=1)


def test_a_sensor_without_a_name_is_found_by_its_serial(home: Home, members: tuple[Member, ...]) -> None:
    agreeing(home, "Ann")
    home.says("trainer", "pair", "Ann", *pairing(members[2]))
    (paired,) = load_wearers(wearers_path()).values()
    assert [one.serial for one in paired.roster.sensors.values()] == [tag.serial for tag in members[2].tags.values()]


def test_a_sensor_of_somebody_else_moves_and_that_is_told(home: Home, members: tuple[Member, ...]) -> None:
    agreeing(home, "Ann", "Bob")
    home.says("trainer", "pair", "Ann", *pairing(members[0]))
    result = home.run("trainer", "pair", "Bob", *pairing(members[0]))
    assert result.returncode == 0
    assert f"{names(members[0])[0]} was the sacrum sensor of c-" in result.stderr
    assert len(load_wearers(wearers_path())) == 1


def test_swapped_roles_are_refused_with_words_and_nothing_is_stored(home: Home, members: tuple[Member, ...]) -> None:
    agreeing(home, "Ann")
    sacrum, thoracic = names(members[0])
    told = home.refuses("trainer", "pair", "Ann", "--sacrum", thoracic, "--thoracic", sacrum)
    assert f"{thoracic} says that it is the thoracic sensor: give the names the other way round" in told
    assert load_wearers(wearers_path()) == {}


def test_who_has_not_agreed_is_named_with_the_commands(home: Home, members: tuple[Member, ...]) -> None:
    home.says("clients", "add", "Ann")
    told = home.refuses("trainer", "pair", "Ann", *pairing(members[0]))
    assert "has not agreed to being recorded and being watched" in told
    assert "keep` and `imu-hinge clients consent c-" in told and "watch` notes it when it is given" in told
    home.says("clients", "consent", "Ann", "keep")
    told = home.refuses("trainer", "pair", "Ann", *pairing(members[0]))
    assert "has not agreed to being watched: `imu-hinge clients consent c-" in told


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--sacrum", "A"], "give both --sacrum and --thoracic"),
        (["--sacrum", "A", "--thoracic", "A"], "one sensor cannot be in two places"),
        (["--sacrum", "A", "--thoracic", "B", "--exercise", "juggling"], "there is no exercise 'juggling'"),
    ],
)
def test_what_cannot_be_paired_is_refused_before_anything_is_looked_for(
    words: list[str], said: str, home: Home
) -> None:
    home.refuses("trainer", "pair", "Ann", *words, said=said)


def test_trying_out_stores_nothing_and_names_who_is_in_reach(home: Home) -> None:
    in_reach = [tag.hint for one in crowd(pair.SIMULATED, SEED) for tag in one.tags.values()]
    told = home.says("trainer", "pair", "Ann", "--simulate", "--sacrum", in_reach[2], "--thoracic", in_reach[3])
    assert "Ann: sacrum is HINGE-" in told and "virtual sensors are not remembered" in told
    assert load_wearers(wearers_path()) == {}
    told = home.refuses("trainer", "pair", "Ann", "--simulate", "--sacrum", "HINGE-XXXX", "--thoracic", in_reach[1])
    assert "HINGE-XXXX: not in reach; there are: HINGE-" in told


def test_a_name_that_two_sensors_have_is_refused(members: tuple[Member, ...]) -> None:
    world = partial(crowded, members, [str(one.number) for one in members])
    with pytest.raises(UsageError, match="2 sensors in reach have this name; give the serial"):
        run_jumping(pair.found(world, {SACRUM: "Xsens DOT", THORACIC: "HINGE"}))
