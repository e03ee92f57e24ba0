"""The keys of the trainer's screens as a list to search in."""

from collections.abc import Sequence
from functools import partial

from textual.command import DiscoveryHit, Hit, Hits, Provider

from imu_hinge.tui.trainer.keys import KEYS, ONE, Key


class AllCommands(Provider):
    """Every action with its key."""

    keys: Sequence[Key] = KEYS

    async def discover(self) -> Hits:
        """All of them."""
        for key in self.keys:
            yield DiscoveryHit(_title(key), partial(self.screen.run_action, key.action), help=key.meaning)

    async def search(self, query: str) -> Hits:
        """Those whose name or meaning matches."""
        matcher = self.matcher(query)
        for key in self.keys:
            if (score := matcher.match(f"{key.label} {key.meaning}")) > 0:
                yield Hit(score, _title(key), partial(self.screen.run_action, key.action), help=key.meaning)


class OneCommands(AllCommands):
    """Those of one client."""

    keys = ONE


def _title(key: Key) -> str:
    return f"{key.label}  ({key.keys_shown})"
