"""The live screen: what the wearer sees while the sensors are on."""

from collections.abc import Callable

from textual.app import ComposeResult
from textual.screen import Screen
from textual.widgets import Input

from imu_hinge.gate.pain import CHOICE, Offer
from imu_hinge.tui.above import Answer, AskLeave, HelpScreen
from imu_hinge.tui.dressed import change_theme
from imu_hinge.tui.keys import bindings, works
from imu_hinge.tui.layout import COLUMNS, CSS, ROWS, classes
from imu_hinge.tui.looks import Looks
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

FRAME_S = 1 / 15
UNANSWERED = "unanswered"
"""Said in place of a score when the question about pain is left open."""

_SESSION = "waiting calibrating ready set rest"
_NOTE_MOST = 500
"""Letters of a note."""
_WHILE_NOTING = frozenset({"dismiss_question", "leave"})
"""What keys may do while a note is written."""
UNWATCHED = "unwatched"
"""Command: no more watching in this session."""
_PROPOSAL = frozenset({"take_exercise", "leave_exercise"})
"""What waits while pain is asked for."""
_OTHER = {"left": "right", "right": "left"}


class LiveScreen(Screen[None]):
    """Reads a snapshot 15 times a second and shows it; every key is handed on as a command."""

    CSS = CSS
    AUTO_FOCUS = ""
    HORIZONTAL_BREAKPOINTS = COLUMNS
    VERTICAL_BREAKPOINTS = ROWS
    COMMANDS = {LiveCommands}  # noqa: RUF012  # Textual's way
    BINDINGS = bindings()  # type: ignore[assignment]

    def __init__(
        self,
        read: Callable[[], Snapshot],
        say: Callable[[str, str], object],
        looks: Looks,
        *,
        sound: Callable[[], str] = lambda: "none",
        next_sound: Callable[[], str | None] = lambda: None,
        leave: Callable[[], object] = lambda: None,
    ) -> None:
        """`sound` gives the sound mode in a word, `leave` ends the session.

        `next_sound` changes the mode; where nothing can be heard it leaves it as it is and says why.
        """
        super().__init__()
        self._read, self._say, self._looks = read, say, looks
        self._sound, self._next_sound, self._leave = sound, next_sound, leave
        self._shown: Snapshot | None = None
        self.set_class(looks.big, "-big")

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

    def on_mount(self) -> None:
        """The first picture, then fifteen a second."""
        self._drawn = [child for child in self.children if isinstance(child, Drawn)]
        self.query_one(RepStrip).big = self._looks.big
        self.update_picture()
        self.set_interval(FRAME_S, self.update_picture)

    def update_picture(self) -> None:
        """Shows the newest snapshot."""
        snapshot = self._read()
        if snapshot is self._shown:
            return
        with self.app.batch_update():
            self._dress(snapshot)
            self._shown = snapshot
            for widget in self._drawn:
                widget.show(snapshot)

    def _dress(self, snapshot: Snapshot) -> None:
        """The classes of this stage; with the session the question about pain is over."""
        self.update_classes(classes(snapshot), animate=False)
        if snapshot.stage is Stage.ENDED:
            self._set_asking(False)

    def _show_again(self) -> None:
        """Shows the same snapshot after something that is no part of it changed."""
        for widget in self._drawn:
            widget.show(self._now)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys do nothing where the table does not list them."""
        shown = self._shown
        if shown is None or (self._note.display and action not in _WHILE_NOTING):
            return False
        if action == "score":
            return self._pain.asking or pain_open(shown)
        if action in _PROPOSAL and self._pain.asking:
            return False
        if action == "offer":
            return not self._pain.asking and bool(pain_risen(shown))
        return works(action, parameters, shown)

    @property
    def _pain(self) -> PainStrip:
        return self.query_one(PainStrip)

    @property
    def _now(self) -> Snapshot:
        return self._shown or self._read()

    def action_toggle_set(self) -> None:
        """Starts the set, or ends it; while pain is asked for none is open, and beginning one closes the question."""
        ending = self._now.stage is Stage.SET and not self._pain.asking
        self._say("end_set" if ending else "start_set", "")
        if self._pain.asking:
            self._ask(False)

    def action_command(self, name: str) -> None:
        """Hands a command on as it is."""
        self._say(name, "")

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

    def action_pain(self) -> None:
        """Stops at once and asks; while that is asked already, nothing."""
        if not self._pain.asking:
            self._say("pain", "")
            self._ask(True)

    def action_score(self, score: int) -> None:
        """The answer."""
        self._say("pain", str(score))
        self._ask(False)

    def action_offer(self, offer: str) -> None:
        """What to do after a rise of pain."""
        self._say(CHOICE, offer)
        self._pain.chosen = Offer(offer)
        self._show_again()
        if offer == Offer.STOP:
            self.action_leave()

    def on_pain_strip_answered(self, message: PainStrip.Answered) -> None:
        """A tap is an answer too."""
        self.action_score(message.score)

    def action_dismiss_question(self) -> None:
        """Drops the note being written, or leaves the question about pain open."""
        if self._note.display:
            self._close_note()
        elif self._pain.asking:
            self._say("pain", UNANSWERED)
            self._ask(False)

    def _ask(self, asking: bool) -> None:
        self._pain.chosen = None
        self._set_asking(asking)
        self._show_again()

    def _set_asking(self, asking: bool) -> None:
        self._pain.asking = asking
        self.set_class(asking, "-asking")

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

    def action_sound(self) -> None:
        """The next sound mode, or why there is nothing to hear."""
        if why := self._next_sound():
            self.notify(why, severity="warning")
        self._show_again()

    def action_big(self) -> None:
        """Word and number as large as they go, or all parts."""
        self.toggle_class("-big")
        self.query_one(RepStrip).big = self.has_class("-big")
        self._show_again()

    def action_theme(self) -> None:
        """Dark or light."""
        change_theme(self.app)

    def action_help(self) -> None:
        """The keys of this stage, and what each number means."""
        self.app.push_screen(HelpScreen(self._now, self._looks), self._after)

    def action_leave(self) -> None:
        """Ends the session; asks first while something is being recorded."""
        now = self._now
        if now.stage is Stage.ENDED or not now.recorded.path or now.recorded.problem:
            self._leave()
        else:
            self.app.push_screen(AskLeave(now.recorded), self._after)

    def _after(self, answer: Answer | None) -> None:
        """What was chosen on a page above this one."""
        if answer is Answer.PAIN:
            self.action_pain()
        elif answer is Answer.LEAVE:
            self._leave()
