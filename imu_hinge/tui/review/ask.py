"""A line to write an answer in, in place of the keys."""

from collections.abc import Callable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input

from imu_hinge.tui.looks import Looks
from imu_hinge.tui.rows import in_ascii

Answer = Callable[[str], str]
"""What is done with the words; gives words to tell."""


class AskLine(Input):
    """Enter answers, escape drops it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "drop", show=False)]

    class Told(Message):
        """The line is done with; what there is to tell of it."""

        def __init__(self, words: str) -> None:
            super().__init__()
            self.words = words

    def __init__(self, looks: Looks, *, id: str) -> None:  # noqa: A002  # Textual's name
        super().__init__(id=id, compact=True, select_on_focus=False)
        self._looks = looks
        self._answer: Answer | None = None

    def ask(self, what: str, given: str, answer: Answer) -> None:
        """Asks; `given` stands there already."""
        self._answer = answer
        self.placeholder, self.value = in_ascii(what) if self._looks.ascii else what, given
        self.screen.set_class(True, "-writing")
        self.display = True
        self.screen.set_focus(self)  # `focus` would let the keys that follow at once go elsewhere

    def action_drop(self) -> None:
        """No answer."""
        self._close("")

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """Answered."""
        message.stop()
        self._close(self._answer(message.value.strip()) if self._answer else "")

    def _close(self, words: str) -> None:
        self._answer = None
        self.clear()
        self.screen.set_class(False, "-writing")
        self.display = False
        self.screen.set_focus(None)
        self.post_message(self.Told(words))
