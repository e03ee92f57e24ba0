"""What is done to brokers, networks, programs and clocks; each returns how long it took until presence was right, s.

Tests use them for seconds, `benchmarks/remote.py --only faults` for minutes.
"""

import time
from collections.abc import Callable
from pathlib import Path

from imu_hinge.history.backup import back_up, restore
from imu_hinge.history.database import open_history, sqlite_url
from tests.remote.faults.world import RIGHT_S, World, waited

HERE, SILENT, AWAY = "here", "silent", "away"
MEASURED_S = 30.0
"""So long it is waited for what should be there after RIGHT_S, so that it is known by how much that was missed."""
Found = dict[str, float]
Scenario = Callable[[World, float], Found]
"""The world, and how long the fault lasts, s."""


def broker_killed(world: World, seconds: float) -> Found:
    """Gone without a word, and back: everybody is away, in words, and then there again."""
    world.broker.kill()
    gone_s = world.shows(AWAY)
    assert world.log()[-1].broker.startswith("no broker: ")
    time.sleep(max(0.0, seconds - gone_s))
    world.broker.start()
    return {AWAY: gone_s, HERE: world.shows(HERE, within_s=MEASURED_S)}


def broker_restarted(world: World, seconds: float) -> Found:
    """Several times, each only for a moment."""
    for number in range(max(1, round(seconds / 5.0))):
        time.sleep(2.0 if number else 0.0)
        world.broker.kill()
        time.sleep(0.5)
        world.broker.start()
    return {HERE: world.shows(HERE, within_s=MEASURED_S)}


def trainer_killed(world: World, seconds: float) -> Found:
    """The wall of the next one has the counts of the one before, from what is kept."""
    trainer, user = world.trainers[0], world.clients[0]
    waited(lambda: world.log(trainer)[-1].counts.get(user, 0) > 0, RIGHT_S)
    before = world.log(trainer)[-1].counts
    world.programs[trainer].kill()
    time.sleep(seconds)
    killed = len(world.log(trainer))
    world.programs[trainer].start()
    began_s = time.monotonic()
    waited(lambda: len(world.log(trainer)) > killed, MEASURED_S)
    world.shows(HERE)
    waited(lambda: all(world.log(trainer)[-1].counts.get(user, 0) >= count for user, count in before.items()), RIGHT_S)
    return {HERE: time.monotonic() - began_s}


def trainer_frozen(world: World, seconds: float) -> Found:
    """Nothing is acknowledged: clients send again, and everything comes twice."""
    trainer = world.programs[world.trainers[0]]
    trainer.freeze()
    time.sleep(seconds)
    trainer.thaw()
    took_s = world.shows(HERE, within_s=MEASURED_S)
    waited(lambda: world.log(world.trainers[0])[-1].doubled > 0, MEASURED_S)
    return {HERE: took_s}


def client_killed(world: World, seconds: float) -> Found:
    """In the middle of a set."""
    user = world.clients[0]
    world.programs[user].kill()
    gone_s = world.shows(AWAY, [user])
    time.sleep(max(0.0, seconds - gone_s))
    world.programs[user].start()
    return {AWAY: gone_s, HERE: world.shows(HERE, [user], MEASURED_S)}


def client_frozen(world: World, seconds: float) -> Found:
    """Its machine sleeps; after 15 s the broker notices, too."""
    user = world.clients[0]
    world.programs[user].freeze()
    silent_s = world.shows(SILENT, [user])
    time.sleep(max(0.0, seconds - silent_s))
    world.programs[user].thaw()
    return {SILENT: silent_s, HERE: world.shows(HERE, [user], within_s=MEASURED_S)}


def network_held(world: World, seconds: float) -> Found:
    """Between all clients and the broker nothing goes through, and nothing is closed."""
    for proxy in world.proxies.values():
        proxy.hold()
    silent_s = world.shows(SILENT)
    time.sleep(max(0.0, seconds - silent_s))
    for proxy in world.proxies.values():
        proxy.let_go()
    return {SILENT: silent_s, HERE: world.shows(HERE, within_s=MEASURED_S)}


def client_restored(world: World, seconds: float) -> Found:
    """A client's database is replaced by its backup: the numbers begin anew, under another epoch."""
    user = world.clients[0]
    path, backup = world.history(user), world.folder / "backup.db"
    world.programs[user].end()
    world.catches_up()
    with open_history(sqlite_url(path)) as history:
        back_up(history, backup, time.time_ns())
    backed_up = len(world.outbox(user))
    world.programs[user].start()
    waited(lambda: len(world.outbox(user)) > backed_up, MEASURED_S)
    time.sleep(seconds)
    world.programs[user].end()
    world.catches_up()
    before = world.also[user] = world.outbox(user)
    restore(path, backup)
    world.programs[user].start()
    took_s = waited(lambda: all(world.inbox(one, user).keys() - before.keys() for one in world.trainers), MEASURED_S)
    return {HERE: took_s + world.shows(HERE, [user])}


def trainer_restored(world: World, seconds: float) -> Found:
    """A trainer's database is replaced by its backup: clients send again what came after it."""
    trainer = world.trainers[0]
    path, backup = world.history(trainer), Path(world.folder / "trainer.db")
    world.programs[trainer].end()
    with open_history(sqlite_url(path)) as history:
        back_up(history, backup, time.time_ns())
    world.programs[trainer].start()
    time.sleep(seconds)
    world.programs[trainer].kill()
    restore(path, backup)
    world.programs[trainer].start()
    return {HERE: world.shows(HERE, within_s=MEASURED_S)}


def trainer_away(world: World, seconds: float) -> Found:
    """One of two trainers is away, and has everything in the end."""
    second = world.programs[world.trainers[1]]
    second.end()
    time.sleep(seconds)
    second.start()
    return {HERE: world.shows(HERE, within_s=MEASURED_S)}


def clock_set_back(world: World, seconds: float) -> Found:
    """A client's clock loses an hour after the consent; what it then says waits for the session after the next kill."""
    user = world.clients[0]
    program, proxy = world.programs[user], world.proxies[user]
    program.kill()
    world.set_clock(user, world.clocks_s.get(user, 0.0) - 3600.0)
    before = len(world.outbox(user))
    proxy.hold()
    program.start()
    waited(lambda: len(world.outbox(user)) > 2 * before, MEASURED_S)
    time.sleep(seconds)
    program.kill()
    proxy.let_go()
    program.start()
    return {HERE: world.shows(HERE, [user], MEASURED_S)}


def clocks_off(world: World, seconds: float) -> Found:
    """Minutes apart: told, and nothing else; the world must have been made with such clocks."""
    time.sleep(seconds)
    took_s = world.shows(HERE)
    remarks = world.log()[-1].remarks
    for user, ahead_s in world.clocks_s.items():
        assert f"clock {ahead_s / 60:+.0f} min" in remarks[user], remarks
    return {HERE: took_s}
