"""What every app around these screens needs: both themes, and the roles for Textual's own themes."""

from typing import Any

from textual.app import App

from imu_hinge.tui.themes import DARK, LIGHT, THEMES, variables


class Dressed(App[None], inherit_bindings=False):
    """An app in the dark theme, without animation. Quitting and what the palette lists are left to its screens."""

    COMMANDS = set()  # noqa: RUF012  # Textual's way

    def __init__(self) -> None:
        super().__init__()
        self.animation_level = "none"
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = DARK

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """The roles as they are for themes that do not name them."""
        return variables(self.current_theme.dark)


def change_theme(app: App[Any]) -> None:
    """From dark to light and back."""
    app.theme = LIGHT if app.current_theme.dark else DARK
