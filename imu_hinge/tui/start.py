"""What is shown where nobody said what to do: the first choices, and what each needs to know."""

from collections.abc import Sequence

from imu_hinge.tui.choosing import ChooseScreen, Item
from imu_hinge.tui.dressed import Dressed
from imu_hinge.tui.home import Choice, HomeScreen

EXERCISE, RECORDING = "What do you train?", "Which recording?"
NO_RECORDING = "There is no recording yet: begin with the demo, or set up sensors."


class StartApp(Dressed):
    """Leaves with `words`: what to give to the command line; none when nothing was chosen."""

    def __init__(
        self, disclaimer: str, exercises: Sequence[Item], recordings: Sequence[Item], trainer: Sequence[str]
    ) -> None:
        """`trainer`: the words that begin watching clients."""
        super().__init__()
        self.words: tuple[str, ...] = ()
        self._disclaimer, self._exercises, self._recordings, self._trainer = disclaimer, exercises, recordings, trainer

    def on_mount(self) -> None:
        """The choices."""
        self._home()

    def _home(self) -> None:
        self.push_screen(HomeScreen(self._disclaimer), self._chosen)

    def _chosen(self, choice: Choice | None) -> None:
        match choice:
            case Choice.DEMO:
                self._leave("live", "--simulate")
            case Choice.SENSORS:
                self._ask(EXERCISE, self._exercises, "live", "--exercise")
            case Choice.RECORDING if self._recordings:
                self._ask(RECORDING, self._recordings, "review")
            case Choice.RECORDING:
                self._home()
                self.notify(NO_RECORDING)
            case Choice.TRAINER:
                self._leave(*self._trainer)
            case Choice.POSTURE | Choice.ASSESS:
                self._leave(str(choice))
            case None:
                self.exit()

    def _ask(self, title: str, items: Sequence[Item], *words: str) -> None:
        def taken(value: str | None) -> None:
            if value is None:
                self._home()
            else:
                self._leave(*words, value)

        self.push_screen(ChooseScreen(title, items), taken)

    def _leave(self, *words: str) -> None:
        self.words = words
        self.exit()
