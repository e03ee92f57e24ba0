"""What every app around these screens needs: both themes, and the roles for Textual's own themes."""

from typing import Any

from textual.app import App
from textual.binding import Binding, BindingType
from textual.command import CommandPalette
from textual.events import Key
from textual.widgets import Input

from imu_hinge.tui.themes import DARK, LIGHT, THEMES, variables

_ASCII = """
.-ascii {
    Above > .box { outline: none; border: ascii $gym-muted; }
    HelpAbove > .box { border: none; }
    HelpPage > .box { outline: none; }
    Toast { border: ascii $gym-muted; }
    CommandInput, CommandPalette #--input, CommandPalette LoadingIndicator { border: none; }
    CommandList { border: ascii $gym-muted; }
    SearchIcon, LoadingIndicator { display: none; }
    * { scrollbar-size: 0 0; }
}
"""
"""Textual's own widgets draw frames, scrollbars and icons that not every terminal has."""


INTERRUPTED = 130
"""Exit code: Ctrl-C ended it."""
WAYS_OUT: tuple[BindingType, ...] = (
    Binding("ctrl+c", f"interrupt({INTERRUPTED})", "leave", key_display="^c", priority=True),
    Binding("ctrl+q", "interrupt(0)", show=False, priority=True),
)
"""Of an app above all of whose pages `action_interrupt` asks whether to leave."""


class Dressed(App[None], inherit_bindings=False):
    """An app in the dark theme, without animation. Quitting and what the palette lists are left to its screens."""

    CSS = _ASCII
    COMMANDS = set()  # noqa: RUF012  # Textual's way

    def __init__(self, *, ascii_only: bool = False) -> None:
        super().__init__()
        self.animation_level = "none"
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = DARK
        self.set_class(ascii_only, "-ascii")

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """The roles as they are for themes that do not name them."""
        return variables(self.current_theme.dark)

    def action_command_palette(self) -> None:
        """The list of all commands, to search in."""
        if not isinstance(self.screen, CommandPalette):
            self.push_screen(CommandPalette(placeholder="search", id="--command-palette"))

    def on_key(self, event: Key) -> None:
        """A letter that was on its way here when a line to write in was opened belongs to that line."""
        line = self.focused
        if isinstance(line, Input) and event.is_printable and event.character:
            line.insert_text_at_cursor(event.character)
            event.prevent_default()


def change_theme(app: App[Any]) -> None:
    """From dark to light and back."""
    app.theme = LIGHT if app.current_theme.dark else DARK
