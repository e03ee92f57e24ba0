"""Colours by role. A widget names an ink, never a colour; a theme says what each role looks like."""

from dataclasses import dataclass

from textual.theme import Theme

from imu_hinge.view.colours import ROLES

DARK, LIGHT = "gym-dark", "gym-light"


TEXT, MARK = 4.5, 3.0
"""Least WCAG contrast of running text, and of block letters and marks."""


@dataclass(frozen=True, slots=True)
class Ink:
    """What is written in which role on which."""

    letters: str
    ground: str = "ground"
    contrast: float = TEXT


INKS = {
    "text": Ink("text"),
    "muted": Ink("muted"),
    "idle": Ink("idle", contrast=MARK),
    "good": Ink("good"),
    "caution": Ink("caution"),
    "bad": Ink("bad"),
    "lost": Ink("lost"),
    "trace": Ink("trace"),
    "pelvis": Ink("pelvis"),
    "back": Ink("back", contrast=MARK),
    "on-good": Ink("on-colour", "good"),
    "on-caution": Ink("on-colour", "caution"),
    "on-bad": Ink("on-colour", "bad"),
    "on-lost": Ink("on-colour", "lost"),
    "on-text": Ink("ground", "text"),
    "on-panel": Ink("text", "panel"),
    "muted-on-panel": Ink("muted", "panel"),
}
"""Everything that can be written, by name."""

PREFIX = "gym-"
"""Of the theme variables, so that none of Textual's own is replaced."""


def variables(dark: bool) -> dict[str, str]:
    """The theme variables of all roles; also what themes that do not know them are given."""
    return {PREFIX + name: role.dark if dark else role.light for name, role in ROLES.items()}


def _theme(name: str, dark: bool) -> Theme:
    colour = {role: value.dark if dark else value.light for role, value in ROLES.items()}
    return Theme(
        name=name,
        dark=dark,
        primary=colour["good"],
        secondary=colour["muted"],
        warning=colour["caution"],
        error=colour["bad"],
        success=colour["good"],
        accent=colour["trace"],
        foreground=colour["text"],
        background=colour["ground"],
        surface=colour["ground"],
        panel=colour["panel"],
        variables=variables(dark),
    )


THEMES = (_theme(DARK, dark=True), _theme(LIGHT, dark=False))
