"""A trainer decides otherwise, in writing."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Footer, Input, Static

from imu_hinge.gate import texts


class OverrideScreen(ModalScreen[tuple[str, str] | None]):
    """Gives name and reason, both written; None when nobody decides otherwise."""

    AUTO_FOCUS = "#name"
    CSS = """
    OverrideScreen { align: center middle; }
    OverrideScreen Vertical { width: 100%; max-width: 84; height: auto; padding: 1 2; background: $panel; }
    OverrideScreen Input, OverrideScreen Input:focus { border: none; height: 3; padding: 1 2; margin: 1 0 0 0; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss", texts.BACK)]

    def compose(self) -> ComposeResult:
        """Two lines to write in."""
        with Vertical():
            yield Static(texts.IN_WRITING)
            yield Input(placeholder=texts.TRAINER_NAME, id="name")
            yield Input(placeholder=texts.TRAINER_REASON, id="reason")
        yield Footer(show_command_palette=False)

    def on_input_submitted(self) -> None:
        """Enter: goes to the line that is still empty, or is done."""
        name, reason = self.query(Input)
        empty = next((line for line in (name, reason) if not line.value.strip()), None)
        if empty is None:
            self.dismiss((name.value, reason.value))
        else:
            empty.focus()
