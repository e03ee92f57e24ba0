"""The keys of a screen as a list to search in."""

from collections.abc import Iterable, Iterator
from functools import partial

from textual.actions import parse
from textual.command import DiscoveryHit, Hit, Hits, Provider

from imu_hinge.tui.key_table import Key
from imu_hinge.tui.keys import KEYS


class KeyCommands(Provider):
    """Every action that does something at this moment, with its key; whose keys, a subclass says."""

    keys: Iterable[Key] = ()

    async def discover(self) -> Hits:
        """All of them."""
        for key in self.working():
            yield DiscoveryHit(self.title(key), partial(self.screen.run_action, key.action), help=key.meaning)

    async def search(self, query: str) -> Hits:
        """Those whose name or meaning matches."""
        matcher = self.matcher(query)
        for key in self.working():
            if (score := matcher.match(f"{key.label} {key.meaning}")) > 0:
                yield Hit(score, self.title(key), partial(self.screen.run_action, key.action), help=key.meaning)

    def working(self) -> Iterator[Key]:
        """Those that the screen would act on."""
        for key in self.keys:
            _, name, parameters = parse(key.action)
            if self.screen.check_action(name, parameters):
                yield key

    def title(self, key: Key) -> str:
        """Its name and its key."""
        return f"{key.label}  ({key.shown})"


class AllKeyCommands(KeyCommands):
    """The same of screens whose keys all work at any moment; with all keys of an action."""

    def working(self) -> Iterator[Key]:
        """All of them."""
        yield from self.keys

    def title(self, key: Key) -> str:
        """Its name and its keys."""
        return f"{key.label}  ({key.keys_shown})"


class LiveCommands(KeyCommands):
    """Those of the live screen."""

    keys = KEYS
