"""Colours by meaning, for screens and pages alike."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Role:
    """One meaning of colour, on a dark and on a light ground."""

    dark: str
    light: str


ROLES = {
    "ground": Role("#0b0d10", "#fafafa"),
    "panel": Role("#222933", "#dde3ea"),
    "text": Role("#f2f2f2", "#101010"),
    "muted": Role("#9aa4b1", "#55606e"),
    "idle": Role("#5b6673", "#6b7580"),
    "good": Role("#56b4e9", "#005f9e"),
    "caution": Role("#f0e442", "#8a6d00"),
    "bad": Role("#ff6a3d", "#b32d00"),
    "lost": Role("#d0d0d0", "#3a3f47"),
    "on-colour": Role("#101010", "#ffffff"),
    "trace": Role("#9ecbff", "#004b7a"),
    "pelvis": Role("#56b4e9", "#005f9e"),
    "back": Role("#e69f00", "#a86400"),
}
"""Blue against vermilion keeps its distance for every kind of colour vision; glyph and word say the rest."""
