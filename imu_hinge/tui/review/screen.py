"""The review screen: timeline, repetitions, their curves, and the moment as it was live."""

from collections.abc import Callable
from pathlib import Path
from time import monotonic

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.screen import Screen

from imu_hinge.review import moves
from imu_hinge.review.changes import changes
from imu_hinge.review.compare import marked
from imu_hinge.review.curves import KINDS
from imu_hinge.review.desk import Desk
from imu_hinge.review.playback import BEFORE_NS, moment
from imu_hinge.review.telling import beside_path
from imu_hinge.tui.choosing import ChooseScreen, Item
from imu_hinge.tui.dressed import change_theme
from imu_hinge.tui.help_page import HelpPage
from imu_hinge.tui.key_table import bindings_of, entries_of
from imu_hinge.tui.layout import COLUMNS, ROWS
from imu_hinge.tui.looks import Looks
from imu_hinge.tui.review import picture
from imu_hinge.tui.review.ask import Answer, AskLine
from imu_hinge.tui.review.helping import help_text
from imu_hinge.tui.review.keys import KEYS
from imu_hinge.tui.review.layout import CSS
from imu_hinge.tui.review.limits import LimitsScreen
from imu_hinge.tui.review.palette import ReviewCommands
from imu_hinge.tui.review.picture import View
from imu_hinge.tui.review.trend import TrendScreen
from imu_hinge.tui.widgets.banner import BannerBand
from imu_hinge.tui.widgets.drawn import Drawn
from imu_hinge.tui.widgets.gauge import Gauge
from imu_hinge.tui.widgets.head import Head, ToldRow
from imu_hinge.tui.widgets.key_bar import KeyBar
from imu_hinge.tui.widgets.lines import Lines
from imu_hinge.tui.widgets.overlay import Overlay
from imu_hinge.tui.widgets.rep_table import RepTable
from imu_hinge.tui.widgets.share import ShareBar
from imu_hinge.tui.widgets.timeline import Timeline
from imu_hinge.tui.widgets.trace import Trace

FRAME_S = 1 / 15
_KINDS = tuple(KINDS)
_CHECK = 20
"""Columns that the row of words gives to where the check stands."""
_ENTRIES = entries_of(KEYS)


class ReviewScreen(Screen[None]):
    """Shows what the desk holds; every key moves, or asks the desk. `find` leads to another session."""

    CSS = CSS
    AUTO_FOCUS = ""
    HORIZONTAL_BREAKPOINTS = COLUMNS
    VERTICAL_BREAKPOINTS = ROWS
    COMMANDS = {ReviewCommands}  # noqa: RUF012  # Textual's way
    BINDINGS = bindings_of(KEYS)  # type: ignore[assignment]

    def __init__(
        self,
        desk: Desk,
        looks: Looks,
        *,
        find: Callable[[], object] = lambda: None,
        leave: Callable[[], object] = lambda: None,
        clock_s: Callable[[], float] = monotonic,
    ) -> None:
        super().__init__()
        self.desk, self._looks = desk, looks
        self._find, self._leave, self._clock_s = find, leave, clock_s
        self.view = View()
        self._began: tuple[float, int] = (0.0, 0)

    def compose(self) -> ComposeResult:
        """All parts; the size says which are shown."""
        looks = self._looks
        yield Head(looks, id="head")
        yield Timeline(looks, id="timeline")
        with Horizontal(id="middle"):
            yield RepTable(looks, id="table")
            with Vertical(id="curves"):
                for kind in KINDS:
                    yield Overlay(looks, id=kind, classes="overlay")
                with Vertical(id="moment"):
                    yield BannerBand(looks, id="word")
                    yield Gauge(looks, id="gauge")
                    yield ShareBar(looks, id="bar")
                    yield Trace(looks, id="trace")
            yield Lines(looks, id="page")
        yield ToldRow(looks, id="told")
        yield KeyBar(looks, id="keys")
        yield AskLine(looks, id="line")

    def on_mount(self) -> None:
        """The first repetition; then whatever comes."""
        self.query_one(KeyBar).paint(_ENTRIES)
        self.show_session()
        self.set_interval(FRAME_S, self._tick)

    def show_session(self) -> None:
        """Begins with the first repetition of the session on the desk."""
        lines = self.desk.reviewed.book.lines
        kept = self.view.a if self.view.a else None
        self.view = View(t_ns=lines[0].rep.t_bottom_ns if lines else 0, a=kept)
        self.set_class(False, "-playing")
        self.paint()

    def _tick(self) -> None:
        came = self.desk.look()
        if self.view.playing:
            began_s, from_ns = self._began
            self._go(from_ns + round((self._clock_s() - began_s) * 1e9))
        elif came:
            self.paint()

    def paint(self) -> None:
        """Shows everything as it is."""
        reviewed, view = self.desk.reviewed, self.view
        with self.app.batch_update():
            self.query_one(Head).paint(picture.heads(reviewed))
            self.query_one(Timeline).paint(picture.stretch(reviewed, view))
            self.query_one(RepTable).paint(picture.table(reviewed, view))
            for place, overlay in enumerate(self.query(Overlay)):
                overlay.paint(picture.overlaid(reviewed, view, view.kind if place == 0 else _KINDS[place]))
            self.query_one(Lines).paint(picture.page(reviewed, view))
            self.query_one(ToldRow).paint(picture.told(reviewed, view))
            self._paint_moment()

    def _paint_moment(self) -> None:
        """The live widgets, as at this moment."""
        part = self.query_one("#moment")
        if part.display:
            reviewed, t_ns = self.desk.reviewed, self.view.t_ns
            snapshot = moment(reviewed.book, reviewed.angles.between(t_ns - BEFORE_NS, t_ns), t_ns)
            for widget in part.query("Drawn").results(Drawn):  # type: ignore[type-abstract]
                widget.show(snapshot)

    def on_resize(self) -> None:
        """What was not in sight before is drawn."""
        self.call_after_refresh(self.paint)

    def _go(self, t_ns: int) -> None:
        """To this moment; playing ends at the end of the session."""
        end_ns = self.desk.reviewed.book.duration_ns
        self.view.t_ns = min(max(t_ns, 0), end_ns)
        if self.view.playing and t_ns >= end_ns:
            self._play(False)
        self.paint()

    def _moved(self, t_ns: int) -> None:
        """A key or a click leads elsewhere; playing goes on from there."""
        self.view.said = ""
        self._began = (self._clock_s(), t_ns)
        self._go(t_ns)

    def told(self, words: str) -> None:
        """Something happened that no key asked for."""
        self._say(words)

    def _say(self, words: str) -> None:
        self.view.said = words
        if len(words) > self.size.width - _CHECK:
            self.notify(words, markup=False)  # the row has no room for all of it
        self.paint()

    def _play(self, playing: bool) -> None:
        self.view.playing = playing
        self._began = (self._clock_s(), self.view.t_ns)
        self.set_class(playing, "-playing")

    def on_timeline_moved(self, message: Timeline.Moved) -> None:
        """Pointed at."""
        self._moved(message.t_ns)

    def on_rep_table_chosen(self, message: RepTable.Chosen) -> None:
        """Pointed at."""
        self._moved(message.t_ns)

    def action_play(self) -> None:
        """Plays, or stops; from the end it begins anew."""
        book = self.desk.reviewed.book
        if not self.view.playing and self.view.t_ns >= book.duration_ns:
            self.view.t_ns = 0
        self._play(not self.view.playing)
        self.call_after_refresh(self.paint)

    def action_seconds(self, seconds: int) -> None:
        """So much later."""
        self._moved(moves.by_seconds(self.desk.reviewed.book, self.view.t_ns, seconds))

    def action_reps(self, count: int) -> None:
        """So many repetitions on."""
        self._moved(moves.by_reps(self.desk.reviewed.book, self.view.t_ns, count))

    def action_sets(self, count: int) -> None:
        """So many sets on."""
        self._moved(moves.by_sets(self.desk.reviewed.book, self.view.t_ns, count))

    def action_peak(self) -> None:
        """To the largest low-back peak."""
        self._moved(moves.to_peak(self.desk.reviewed.book, self.view.t_ns))

    def action_uncounted(self) -> None:
        """To the next movement that was not counted."""
        book = self.desk.reviewed.book
        self._moved(moves.to_uncounted(book, self.view.t_ns))
        if not book.uncounted:
            self._say("every movement was counted")

    def action_near(self) -> None:
        """The timeline near, or whole."""
        self.view.near = not self.view.near
        self._say("")

    def action_curve(self) -> None:
        """The next kind of curve."""
        self.view.kind = _KINDS[(_KINDS.index(self.view.kind) + 1) % len(_KINDS)]
        self._say("")

    def action_compare(self) -> None:
        """Marks, compares, compares more, and takes the mark away."""
        reviewed, view = self.desk.reviewed, self.view
        line = moves.line_at(reviewed.book, view.t_ns)
        scope = picture.next_scope(reviewed, view)
        if view.a is None and line is not None:
            view.a = marked(reviewed.book, line, reviewed.side)
        else:
            view.a, view.scope = (view.a, scope) if scope else (None, "")
        self._say("")

    def action_count(self) -> None:
        """Counts what was not counted."""
        self._say(self.desk.count(self.view.t_ns))

    def action_undo(self) -> None:
        """Takes the last change back."""
        self._say(self.desk.undo())

    def action_change(self) -> None:
        """Asks what to change, then why."""
        book = self.desk.reviewed.book
        line = moves.line_at(book, self.view.t_ns)
        if line is None or self.desk.keeping.why_not:
            self._say(f"only for reading: {self.desk.keeping.why_not}" if line else "there is nothing to change")
            return
        offered = changes(book, line)
        items = [Item(str(place), one.words) for place, one in enumerate(offered)]

        def chosen(value: str | None) -> None:
            if value is not None:
                change = offered[int(value)]
                self._ask(f"{change.words}; why? enter leaves it open", "", lambda why: self.desk.change(change, why))

        self.app.push_screen(ChooseScreen(f"Repetition {line.name}", items), chosen)

    def action_note(self) -> None:
        """A line to write in, in place of the keys."""
        t_ns = self.view.t_ns
        self._ask("note, enter keeps it, esc drops it", "", lambda text: self.desk.note(t_ns, text) if text else "")

    def action_export(self) -> None:
        """Asks where to."""
        book = self.desk.reviewed.book
        place = beside_path(book.path) if book.path else Path("reps.csv")
        self._ask("file for the table of repetitions", str(place), self.desk.export)

    def _ask(self, what: str, given: str, answer: Answer) -> None:
        self._say(what if given else "")
        self.query_one(AskLine).ask(what, given, answer)

    def on_ask_line_told(self, message: AskLine.Told) -> None:
        """Answered, or dropped."""
        self._say(message.words)

    def action_limits(self) -> None:
        """What another limit would have made of it."""
        line = moves.line_at(self.desk.reviewed.book, self.view.t_ns)
        self.app.push_screen(LimitsScreen(self.desk, self._looks, line.rep.set_index if line else 0))

    def action_trend(self) -> None:
        """This client over weeks."""
        self.app.push_screen(TrendScreen(self.desk, self._looks))

    def action_find(self) -> None:
        """Another session."""
        self._find()

    def action_theme(self) -> None:
        """Dark or light."""
        change_theme(self.app)

    def action_help(self) -> None:
        """The keys, and what each number means."""
        self.app.push_screen(HelpPage(help_text(), self._looks))

    def action_leave(self) -> None:
        """Leaves."""
        self._leave()
