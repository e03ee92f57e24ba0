"""What tests of every screen do: press keys, read the rows of the terminal, and show one screen of a session alone."""

from abc import abstractmethod
from collections.abc import Callable, Sequence
from typing import Any, Generic, TypedDict, TypeVar

from textual.app import App
from textual.pilot import Pilot
from textual.screen import Screen

from imu_hinge.tui.dressed import Dressed
from imu_hinge.tui.looks import Looks

State = TypeVar("State")


async def pressed(pilot: Pilot[None], keys: Sequence[str]) -> None:
    """The keys one by one, each answered before the next."""
    await pilot.pause()
    for key in keys:
        await pilot.press(key)
        await pilot.pause()


def shown(app: App[Any]) -> list[str]:
    """Every row of the terminal."""
    width, height = app.size
    rows = ["".join(segment.text for segment in strip) for strip in app.screen._compositor.render_strips()]
    assert len(rows) == height and {len(row) for row in rows} == {width}
    return rows


class Ways(TypedDict):
    """What a screen of a session is given beside its state."""

    sound: Callable[[], str]
    next_sound: Callable[[], str]
    leave: Callable[[], None]


class Alone(Dressed, Generic[State]):
    """An app with nothing but one screen of a session; keeps what was said."""

    def __init__(self, state: State, looks: Looks | None = None) -> None:
        super().__init__(ascii_only=looks is not None and looks.ascii)
        self.now = state
        self.said: list[tuple[str, str]] = []
        self.left = False
        self.sound, self.silence = "all", ""

    @property
    @abstractmethod
    def alone(self) -> Screen[None]:
        """The screen."""

    def on_mount(self) -> None:
        self.push_screen(self.alone)

    def read(self) -> State:
        return self.now

    def say(self, name: str, argument: str) -> None:
        self.said.append((name, argument))

    @property
    def ways(self) -> Ways:
        return {"sound": lambda: self.sound, "next_sound": self._next_sound, "leave": self._leave}

    def _next_sound(self) -> str:
        self.sound = self.sound if self.silence else "off"
        return self.silence

    def _leave(self) -> None:
        self.left = True
        self.exit()


class Obedient:
    """Beneath an app: does as it is told and keeps what it was told."""

    def __init__(self) -> None:
        self.said: list[tuple[str, str]] = []
        self.running = self.leaving = False
        self.begun = 0

    def say(self, name: str, argument: str) -> None:
        self.said.append((name, argument))

    def begin(self) -> None:
        self.begun += 1
        self.running = True

    def stop(self) -> None:
        self.running = False

    def sound(self) -> str:
        return "all"

    def next_sound(self) -> None:
        self.said.append(("sound", ""))
