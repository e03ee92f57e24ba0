"""The keys of the review screen as a list to search in."""

from functools import partial

from textual.command import DiscoveryHit, Hit, Hits, Provider

from imu_hinge.tui.review.keys import KEYS, Key


class ReviewCommands(Provider):
    """Every action with its key."""

    async def discover(self) -> Hits:
        """All of them."""
        for key in KEYS:
            yield DiscoveryHit(_title(key), partial(self.screen.run_action, key.action), help=key.meaning)

    async def search(self, query: str) -> Hits:
        """Those whose name or meaning matches."""
        matcher = self.matcher(query)
        for key in KEYS:
            if (score := matcher.match(f"{key.label} {key.meaning}")) > 0:
                yield Hit(score, _title(key), partial(self.screen.run_action, key.action), help=key.meaning)


def _title(key: Key) -> str:
    return f"{key.label}  ({key.keys_shown})"
