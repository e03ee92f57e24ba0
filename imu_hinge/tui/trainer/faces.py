"""How one client is drawn, as a card or as an entry of the list. Pure."""

from functools import lru_cache
from typing import NamedTuple

from imu_hinge.tui import blocks
from imu_hinge.tui.rows import Line, Piece, Row, width_of
from imu_hinge.tui.trainer.geometry import AROUND
from imu_hinge.tui.trainer.small import ROWS, small
from imu_hinge.tui.widgets.signals import GLYPHS
from imu_hinge.view.cards import SIGNS, Card, Need, Pip


class Face(NamedTuple):
    """A card, and what the screen adds to it."""

    card: Card
    chosen: bool = False
    heard: bool = False
    """Whether this client's cues are heard here."""


class Frame(NamedTuple):
    """Corners from the upper left, then the sides."""

    corners: str
    across: str
    down: str


_CALM = (Frame("┌┐└┘", "─", "│"), Frame("++++", "-", "|"))
_FRAMES = {
    Need.LOST: (Frame("░░░░", "░", "░"), Frame("////", "/", "/")),
    Need.STOPPED: (Frame("████", "█", "█"), Frame("####", "#", "#")),
    Need.PAST: (Frame("████", "█", "█"), Frame("####", "#", "#")),
    Need.CLOSE: (Frame("▒▒▒▒", "▒", "▒"), Frame("::::", ":", ":")),
}
"""With block characters, and in ASCII: the weight says what the colour says."""
_FIGURES, _NAMES = 10, 20
"""Cells of the list that the number and the name have."""
_SLIM = 60
"""Columns from which how it goes stands beside the name."""
_NEWEST = 40
"""Repetitions that are drawn at the most."""


def frame_of(need: Need, ascii_only: bool) -> Frame:
    """The border of a state."""
    return _FRAMES.get(need, _CALM)[ascii_only]


@lru_cache(maxsize=256)
def card_rows(face: Face, width: int, height: int, k: int, ascii_only: bool) -> tuple[Line, ...]:
    """`height` rows of `width` cells; `k`: scale of the number, 0 for small figures."""
    card, inner = face.card, max(width - 2, 1)
    frame, ink = frame_of(card.need, ascii_only), _frame_ink(card.need)
    body = [
        [(" ", "text"), *_state(card)],
        *_number(card, inner, max(height - AROUND, 0), k, ascii_only),
        _dots(card, inner - 2),
        _sensors(face, inner),
    ]
    side: Piece = (frame.down, ink)
    rows = [(side, *_filled(row, inner), side) for row in body[: max(height - 2, 0)]]
    return (_top(face, frame, ink, width), *rows, _bottom(card, frame, ink, width))[:height]


@lru_cache(maxsize=256)
def list_rows(face: Face, width: int, ascii_only: bool) -> tuple[Line, ...]:
    """Three rows of `width` cells."""
    card = face.card
    edge: Piece = (_edge(card.need, ascii_only), _frame_ink(card.need))
    ink = _count_ink(card)
    figures = [(row, ink) for row in small(card.count, _FIGURES - 4)]
    of: Piece = (f"/{card.of}".ljust(4) if card.of else "    ", "muted")
    ends = _beside(face) if width >= _SLIM else _below(face, width)
    gaps: list[Piece] = [("    ", "text"), ("    ", "text"), of]
    rows = [[edge, figures[y], gaps[y], *ends[y]] for y in range(ROWS)]
    return tuple(tuple(_filled(row, width)) for row in rows)


def _beside(face: Face) -> list[list[Piece]]:
    """Who it is and what is done, beside it how it goes."""
    card = face.card
    doing = _doing(card).ljust(_NAMES + 1)[: _NAMES + 1]
    return [
        [_title(face, _NAMES), *_state(card)],
        [(doing, "muted"), *_dots(card)],
        [*_filled(_signals(face), _NAMES + 1), (_plan(card), "muted"), *_pain(card), *_remark(card)],
    ]


def _below(face: Face, width: int) -> list[list[Piece]]:
    """Where there is no room beside the name."""
    return [
        [_title(face, max(width - _FIGURES - 2, 1))],
        _state(face.card),
        _sensors(face, width) if face.card.remark else [*_signals(face), *_dots(face.card)],
    ]


def _frame_ink(need: Need) -> str:
    return SIGNS[need].ink if need in _FRAMES else "idle"


def _edge(need: Need, ascii_only: bool) -> str:
    return frame_of(need, ascii_only).down if need in _FRAMES else " "


def _count_ink(card: Card) -> str:
    return "muted" if card.provisional or not card.count else "*text"


def _filled(row: Row, width: int) -> list[Piece]:
    """The row cut or lengthened to so many cells."""
    kept: list[Piece] = []
    room = width
    for text, ink in row:
        part = text if len(text) <= room else f"{text[: max(room - 1, 0)]}…"[:room]
        kept.append((part, ink))
        room -= len(part)
    return [*kept, (" " * room, "text")] if room else kept


def _title(face: Face, width: int) -> Piece:
    """`2 Boris T.`, inverse for the chosen one."""
    words = f"{face.card.number} {face.card.name}"
    words = words if len(words) <= width else f"{words[: width - 1]}…"
    return (words.ljust(width) + " ", "*on-text" if face.chosen else "*text")


def _top(face: Face, frame: Frame, ink: str, width: int) -> Line:
    card = face.card
    pain = f" pain {card.pain} " if card.pain is not None else ""
    room = max(width - 4 - len(pain), 0)
    name = f" {card.number} {card.name} "
    name = name if len(name) <= room else f"{name[: max(room - 1, 0)]}…"[:room]
    across = frame.across * max(width - 3 - len(name) - len(pain), 0)
    title: Piece = (name, "*on-text" if face.chosen else "*text")
    row = [(frame.corners[0] + frame.across, ink), title, (across, ink), (pain, "*text"), (frame.corners[1], ink)]
    return tuple(_filled(row, width))


def _bottom(card: Card, frame: Frame, ink: str, width: int) -> Line:
    left, right = (f" {words} " if words else "" for words in (_plan(card).strip(), _doing(card)))
    across = frame.across * max(width - 4 - len(left) - len(right), 0)
    row = [
        (frame.corners[2] + frame.across, ink),
        (left, "muted"),
        (across, ink),
        (right, "muted"),
        (frame.across + frame.corners[3], ink),
    ]
    return tuple(_filled(row, width))


def _state(card: Card) -> list[Piece]:
    ink = SIGNS[card.need].ink
    strong = "*" if card.need < Need.WORKING else ""
    return [(f"{card.glyph} {card.words}", f"{strong}{ink}")]


def _number(card: Card, width: int, height: int, k: int, ascii_only: bool) -> list[Row]:
    """The number in the middle, below it at the right what the plan asks for; small figures have it beside them."""
    text, ink = "" if card.count is None else str(card.count), _count_ink(card)
    of = f"of {card.of} " if card.of else ""
    if k and height:
        drawn = blocks.draw(text, width, height - 1, blocks.fill(ascii_only, card.provisional), k)
        return [*(((row, ink),) for row in drawn), ((of.rjust(width), "muted"),)]
    above = max(height - ROWS, 0) // 2
    figures = [row.center(width) for row in small(card.count, 3 * max(len(text), 1))]
    drawn = (*[" " * width] * above, *figures, *[" " * width] * height)[:height]
    rows: list[Row] = [((row, ink),) for row in drawn]
    if of and rows and len(of) < width:
        rows[-1] = [(figures[-1][: width - len(of)], ink), (of, "muted")]
    return rows


def _dots(card: Card, most: int = _NEWEST) -> list[Piece]:
    """The newest repetitions that fit."""
    return [(" ", "text"), *((verdict.value.glyph, verdict.value.ink) for verdict in card.dots[-max(most, 1) :])]


def _sensors(face: Face, width: int) -> list[Piece]:
    """What is to be told of the connection stands beside the signs, in place of the charge where room is short."""
    remark = _remark(face.card)
    whole = [*_signals(face), *remark]
    return whole if not remark or width_of(whole) <= width else [*_glyphs(face.card), *remark]


def _signals(face: Face) -> list[Piece]:
    """`● ? 78% --`; a low one says so. Nothing where nothing is known of sensors."""
    if not face.card.pips:
        return []
    heard: list[Piece] = [(" sound", "*text")] if face.heard else []
    return [*_glyphs(face.card), *(_charge(pip) for pip in face.card.pips), *heard]


def _glyphs(card: Card) -> list[Piece]:
    signs = [GLYPHS[pip.signal] for pip in card.pips]
    return [piece for glyph, ink in signs for piece in ((" ", "text"), (glyph, ink))]


def _charge(pip: Pip) -> Piece:
    words = "--" if pip.battery_pct is None else f"{pip.battery_pct}%"
    return (f" {words} LOW", "*caution") if pip.low else (f" {words}", "muted")


def _remark(card: Card) -> list[Piece]:
    return [(f" {card.remark}", "lost")] if card.remark else []


def _pain(card: Card) -> list[Piece]:
    return [(f" pain {card.pain} ", "*text")] if card.pain is not None else []


def _plan(card: Card) -> str:
    """`set 2/3`: done, and of how many."""
    of = f"/{card.sets_of}" if card.sets_of else ""
    return f" set {card.sets_done}{of} done" if card.sets_done or of else ""


def _doing(card: Card) -> str:
    """`rest 0:48`, or what is trained."""
    if card.rest_s is not None:
        return f"rest {card.rest_s // 60}:{card.rest_s % 60:02}"
    return f"{card.exercise} {card.side}".strip()
