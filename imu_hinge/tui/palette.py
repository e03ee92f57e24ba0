"""The keys of the live screen as a list to search in."""

from collections.abc import Iterator
from functools import partial

from textual.actions import parse
from textual.command import DiscoveryHit, Hit, Hits, Provider

from imu_hinge.tui.keys import KEYS, Key


class LiveCommands(Provider):
    """Every action that does something at this moment, with its key."""

    async def discover(self) -> Hits:
        """All of them."""
        for key in self._working():
            yield DiscoveryHit(_title(key), partial(self.screen.run_action, key.action), help=key.meaning)

    async def search(self, query: str) -> Hits:
        """Those whose name or meaning matches."""
        matcher = self.matcher(query)
        for key in self._working():
            if (score := matcher.match(f"{key.label} {key.meaning}")) > 0:
                yield Hit(score, _title(key), partial(self.screen.run_action, key.action), help=key.meaning)

    def _working(self) -> Iterator[Key]:
        for key in KEYS:
            _, name, parameters = parse(key.action)
            if self.screen.check_action(name, parameters):
                yield key


def _title(key: Key) -> str:
    return f"{key.label}  ({key.shown})"
