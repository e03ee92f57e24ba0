"""Something to tap: three rows high, and marked with the key that does the same."""

from textual.content import Content
from textual.widgets import Static


class Target(Static):
    """Runs an action of its screen when it is tapped; the screen binds the key."""

    DEFAULT_CSS = """
    Target {
        width: 1fr;
        height: 3;
        background: $panel;
        color: $foreground;
        content-align: center middle;
        text-align: center;
        &:hover { background: $primary 30%; }
    }
    """

    def __init__(self, label: Content, action: str) -> None:
        """`action` as Textual writes actions: `answer('yes')`."""
        super().__init__(label)
        self._action = action

    async def on_click(self) -> None:
        """Tapped."""
        await self.run_action(f"screen.{self._action}")


def key(name: str) -> Content:
    """A key to press."""
    return Content.styled(name, "bold underline")


def strong(words: str) -> Content:
    """Words that stand out."""
    return Content.styled(words, "bold")
