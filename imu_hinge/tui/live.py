"""The live screen: what the wearer sees while the sensors are on."""

from textual.app import ComposeResult
from textual.widgets import Input

from imu_hinge.gate.pain import CHOICE, Offer
from imu_hinge.tui.helping import help_text
from imu_hinge.tui.keys import bindings, works
from imu_hinge.tui.layout import COLUMNS, CSS, ROWS, classes
from imu_hinge.tui.pain_stop import PainStopScreen
from imu_hinge.tui.palette import LiveCommands
from imu_hinge.tui.states import pain_open, pain_risen
from imu_hinge.tui.widgets.banner import BannerBand
from imu_hinge.tui.widgets.drawn import Drawn
from imu_hinge.tui.widgets.figures import Count
from imu_hinge.tui.widgets.gauge import Gauge
from imu_hinge.tui.widgets.key_bar import KeyBar
from imu_hinge.tui.widgets.link_bar import LinkBar
from imu_hinge.tui.widgets.page import Page
from imu_hinge.tui.widgets.pain import PainStrip
from imu_hinge.tui.widgets.reps import RepStrip
from imu_hinge.tui.widgets.share import ShareBar
from imu_hinge.tui.widgets.trace import Trace
from imu_hinge.tui.widgets.watched import AskedRows, WatchedRow
from imu_hinge.view.asked import LEAVE, TAKE
from imu_hinge.view.snapshot import Snapshot, Stage

_SESSION = "waiting calibrating ready set rest"
_NOTE_MOST = 500
"""Letters of a note."""
UNWATCHED = "unwatched"
"""Command: no more watching in this session."""
_PROPOSAL = frozenset({"take_exercise", "leave_exercise"})
"""What waits while pain is asked for."""
_OTHER = {"left": "right", "right": "left"}


class LiveScreen(PainStopScreen[Snapshot]):
    """Reads a snapshot 15 times a second and shows it; every key is handed on as a command."""

    CSS = CSS
    HORIZONTAL_BREAKPOINTS = COLUMNS
    VERTICAL_BREAKPOINTS = ROWS
    COMMANDS = {LiveCommands}  # noqa: RUF012  # Textual's way
    BINDINGS = bindings()  # type: ignore[assignment]

    def _session_of(self, state: Snapshot) -> Snapshot:
        return state

    def compose(self) -> ComposeResult:
        """All parts of all stages; the classes say in which stage each is shown."""
        looks = self._looks
        yield LinkBar(looks, self._sound, id="links", classes=f"frame detail {_SESSION}")
        yield WatchedRow(looks, id="watched")
        yield BannerBand(looks, id="banner", classes=f"{_SESSION} ended")
        yield Count(looks, id="count", classes="calibrating ready set rest")
        yield RepStrip(looks, id="reps", classes="detail ready set rest")
        yield Page(looks, id="page", classes="detail waiting calibrating rest ended")
        yield PainStrip(looks, id="pain", classes="detail rest")
        yield Gauge(looks, id="gauge", classes="detail judged ready set")
        yield ShareBar(looks, id="share", classes="frame detail judged ready set")
        yield Trace(looks, id="trace", classes="frame detail judged ready set")
        yield AskedRows(looks, id="asked")
        yield KeyBar(looks, id="keys", classes=f"frame detail {_SESSION} ended")
        yield Input(
            id="note",
            placeholder="note, enter keeps it, esc drops it",
            compact=True,
            select_on_focus=False,
            max_length=_NOTE_MOST,
        )

    def _prepare(self) -> None:
        self._drawn = [child for child in self.children if isinstance(child, Drawn)]
        self.set_class(self._looks.big, "-big")
        self.query_one(RepStrip).big = self._looks.big

    def _show(self, state: Snapshot) -> None:
        with self.app.batch_update():
            self._dress(state)
            for widget in self._drawn:
                widget.show(state)

    def _dress(self, snapshot: Snapshot) -> None:
        """The classes of this stage; with the session the question about pain is over."""
        self.update_classes(classes(snapshot), animate=False)
        if snapshot.stage is Stage.ENDED:
            self._set_asking(False)

    def _may(self, action: str, parameters: tuple[object, ...], state: Snapshot) -> bool:
        if action in _PROPOSAL and self._pain.asking:
            return False
        if action == "offer":
            return not self._pain.asking and bool(pain_risen(state))
        return works(action, parameters, state)

    def _help(self, state: Snapshot) -> str:
        return help_text(state)

    @property
    def _score_open(self) -> bool:
        """Asked for, or at rest, where a score may be given unasked."""
        return self._pain.asking or pain_open(self._now)

    @property
    def _writing(self) -> bool:
        return self._note.display

    def action_toggle_set(self) -> None:
        """Starts the set, or ends it; while pain is asked for none is open, and beginning one closes the question."""
        ending = self._now.stage is Stage.SET and not self._pain.asking
        self._say("end_set" if ending else "start_set", "")
        if self._pain.asking:
            self._ask(False)

    def action_take_exercise(self) -> None:
        """What the trainer proposes: this session ends, and one of that exercise begins."""
        self._say(TAKE, "")

    def action_leave_exercise(self) -> None:
        """It stays as it is."""
        self._say(LEAVE, "")

    def action_unwatch(self) -> None:
        """Nothing more of this session leaves the machine."""
        self._say(UNWATCHED, "")

    def action_side(self) -> None:
        """The other side; left where none was named yet."""
        self._say("side", _OTHER.get(self._now.side or "", "left"))

    def action_offer(self, offer: str) -> None:
        """What to do after a rise of pain."""
        self._say(CHOICE, offer)
        self._pain.chosen = Offer(offer)
        self._show_again()
        if offer == Offer.STOP:
            self.action_leave()

    def action_dismiss_question(self) -> None:
        """Drops the note being written, or leaves the question about pain open."""
        if self._note.display:
            self._close_note()
        else:
            super().action_dismiss_question()

    @property
    def _note(self) -> Input:
        return self.query_one(Input)

    def action_note(self) -> None:
        """A line to write in, in place of the keys. The focus moves at once: the next key is the first letter."""
        self._note.display, self.query_one(KeyBar).display = True, False
        self.set_focus(self._note)

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """Keeps the note."""
        if text := message.value.strip():
            self._say("note", text)
        self._close_note()

    def _close_note(self) -> None:
        self._note.clear()
        self._note.display = False
        self.query_one(KeyBar).styles.clear_rule("display")

    def action_big(self) -> None:
        """Word and number as large as they go, or all parts."""
        self.toggle_class("-big")
        self.query_one(RepStrip).big = self.has_class("-big")
        self._show_again()
