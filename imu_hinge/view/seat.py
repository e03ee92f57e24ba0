"""One client as a trainer watches one: the sink that keeps the snapshot, and the sentences of the feed."""

from collections import deque
from collections.abc import Callable
from contextlib import suppress

from imu_hinge.cues.banners import Banners as AllBanners
from imu_hinge.model.events import Step
from imu_hinge.model.inputs import Input
from imu_hinge.view.feed import Sentences
from imu_hinge.view.snapshot import Recorded, Snapshot, Stage
from imu_hinge.view.stillness import Heard
from imu_hinge.view.viewer import Banners, Fold, Viewer
from imu_hinge.view.wall import Person, Presence, Seat

_WAITING = 500
"""Sentences kept while nobody asks for them; the oldest give way."""


def _nothing_recorded() -> Recorded:
    return Recorded()


class Watching:
    """A sink for one session of one client; written on one thread, read by any other.

    `fold` must have been given `heard.tap` for its samples; `banners` choose the word, by themselves where not given.
    """

    def __init__(
        self,
        person: Person,
        fold: Fold,
        heard: Heard,
        recorded: Callable[[], Recorded] = _nothing_recorded,
        banners: Banners | None = None,
    ) -> None:
        self.person = person
        self._viewer = Viewer(fold, heard, banners or AllBanners(fold.exercise), recorded)
        self._sentences, self._said = Sentences(fold.exercise), deque[str](maxlen=_WAITING)

    @property
    def snapshot(self) -> Snapshot:
        """The latest."""
        return self._viewer.snapshot

    def receive(self, item: Input, step: Step, ago: str = "") -> None:
        """Takes one input and what the fold made of it; `ago` stands before what is told of it."""
        self._viewer.receive(item, step)
        self._said.extend(ago + words for words in self._sentences.step(item, step, self.snapshot.count))

    def tell(self, words: str) -> None:
        """A line for the wearer's screen and for the feed that is no event of the session."""
        self._viewer.tell(words)
        self._said.append(words)

    def close(self) -> None:
        """The last snapshot stays."""

    def seat(self) -> Seat:
        """The client at this moment: gone where the session is over."""
        snapshot = self.snapshot
        over = snapshot.stage is Stage.ENDED
        return Seat(person=self.person, snapshot=snapshot, presence=Presence.LEFT if over else Presence.HERE)

    def drain(self) -> list[str]:
        """The sentences since this was last asked, oldest first; each is given once, whoever asks."""
        said: list[str] = []
        with suppress(IndexError):  # another thread may have taken the last one
            while self._said:
                said.append(self._said.popleft())
        return said
