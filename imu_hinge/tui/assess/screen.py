"""The assessment screen: what to do, how far it goes, what was taken; at the end the results."""

from collections.abc import Callable, Sequence
from typing import Any

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Static

from imu_hinge.cues.assess.pain import pain_question
from imu_hinge.gate.pain import CHOICE, Offer
from imu_hinge.tui.assess.helping import help_text
from imu_hinge.tui.assess.keys import bindings, entries, limits_to_take, works
from imu_hinge.tui.assess.layout import CSS, classes
from imu_hinge.tui.assess.page import AssessPage
from imu_hinge.tui.assess.palette import AssessCommands
from imu_hinge.tui.assess.parts import AssessLinkBar, Blocks, Captures, Steps
from imu_hinge.tui.assess.picture import captures_of, figure_of, name_of, offer_of, place_of, steps_of
from imu_hinge.tui.assess.results import content, page
from imu_hinge.tui.layout import COLUMNS, ROWS
from imu_hinge.tui.looks import Looks
from imu_hinge.tui.rows import Line
from imu_hinge.tui.session_screen import SessionScreen
from imu_hinge.tui.widgets.banner import BannerBand
from imu_hinge.tui.widgets.drawn import Drawn
from imu_hinge.tui.widgets.key_bar import KeyBar
from imu_hinge.tui.widgets.lines import Lines
from imu_hinge.tui.widgets.pain import PainStrip
from imu_hinge.view.assess.viewer import Seen
from imu_hinge.view.snapshot import Snapshot, Stage

NEXT = "next"
"""Said in place of an Offer where the wearer leaves the test."""


class AssessScreen(SessionScreen[Seen]):
    """Reads the state 15 times a second and shows it; every key is handed on as a command."""

    CSS = CSS
    HORIZONTAL_BREAKPOINTS = COLUMNS
    VERTICAL_BREAKPOINTS = ROWS
    COMMANDS = {AssessCommands}  # noqa: RUF012  # Textual's way
    BINDINGS = bindings()  # type: ignore[assignment]

    def __init__(
        self,
        read: Callable[[], Seen],
        say: Callable[[str, str], object],
        looks: Looks,
        *,
        pain_limit: int = 5,
        take: Callable[[int], str] = lambda place: "",
        sound: Callable[[], str] = lambda: "none",
        next_sound: Callable[[], str | None] = lambda: None,
        leave: Callable[[], object] = lambda: None,
    ) -> None:
        """From `pain_limit` on it is proposed to stop; `take` keeps a proposed limit and says what became of it.

        The others as for SessionScreen.
        """
        super().__init__(read, say, looks, sound=sound, next_sound=next_sound, leave=leave)
        self._limit, self._take = pain_limit, take
        self._asking, self._offered = False, ""
        self._told: dict[int, str] = {}
        self._drawn: Sequence[Drawn[Any]] = ()
        self._page: tuple[Line, ...] = ()

    def _session_of(self, state: Seen) -> Snapshot:
        return state.session

    def compose(self) -> ComposeResult:
        """All parts of all stages; the classes say in which stage each is shown."""
        looks = self._looks
        yield AssessLinkBar(
            looks, self._sound, lambda: place_of(self.seen), id="links", classes="detail waiting calibrating testing"
        )
        with Horizontal(id="middle"):
            yield Steps(looks, id="steps", classes="detail")
            with Vertical(id="main"):
                yield BannerBand(looks, id="banner", classes="waiting calibrating testing")
                yield Blocks(looks, id="name", classes="detail testing")
                yield PainStrip(looks, id="pain", classes="detail")
                yield Lines(looks, id="offer", classes="detail")
                yield Blocks(looks, id="figure", classes="calibrating testing")
                yield AssessPage(looks, id="page", classes="detail waiting calibrating")
                yield Captures(looks, id="captures", classes="detail testing")
                with VerticalScroll(id="results", classes="ended"):
                    yield Static(id="words")
        yield KeyBar(looks, id="keys", classes="detail waiting calibrating testing ended")

    def _prepare(self) -> None:
        if self._looks.ascii:  # scrollbars are drawn with block characters
            self.query_one("#results").styles.scrollbar_size_vertical = 0
        self._drawn = [self.query_one(part) for part in (AssessLinkBar, BannerBand, AssessPage, PainStrip)]

    @property
    def seen(self) -> Seen:
        """What is shown, or is about to be."""
        return self._now

    def _show(self, state: Seen) -> None:
        """The question about pain ends with the session."""
        if state.session.stage is Stage.ENDED:
            self._asking, self._offered = False, ""
        with self.app.batch_update():
            self.update_classes(
                {**classes(state), "-asking": self._asking, "-offering": bool(self._offered)}, animate=False
            )
            self.query_one(PainStrip).asking = self._asking
            for part in self._drawn:
                part.show(state.session)
            self._paint(state)

    def _paint(self, seen: Seen) -> None:
        """The parts that are told more than a snapshot."""
        self.query_one("#name", Blocks).paint(name_of(seen))
        self.query_one("#figure", Blocks).paint(figure_of(seen))
        self.query_one(Captures).paint(captures_of(seen))
        self.query_one(Steps).paint(steps_of(seen))
        self.query_one("#offer", Lines).paint(offer_of(self._offered))
        self.query_one(KeyBar).paint(entries(seen))
        if seen.outcome is not None:
            shown = page(seen.outcome, seen.session.recorded, self._told)
            if shown != self._page:
                self._page = shown
                self.query_one("#words", Static).update(content(shown, self._looks.ascii))
                self.query_one("#results").focus()

    def _may(self, action: str, parameters: tuple[object, ...], state: Seen) -> bool:
        match action:
            case "unanswered":
                return self._asking
            case "offer":
                return bool(self._offered)
            case "take":
                return bool(limits_to_take(state))
        return works(action, parameters, state)

    def _help(self, state: Seen) -> str:
        return help_text(state)

    @property
    def _score_open(self) -> bool:
        return self._asking

    def action_results(self) -> None:
        """The tests are over: the session ends, and the results are shown."""
        self._say("end", "")

    def action_next(self) -> None:
        """Leaves the rest of the test; that answers the question after a pain too."""
        if self._offered:
            self._choose(NEXT)
        self._say("next", "")

    def action_again(self) -> None:
        """Takes the last movement back."""
        self._say("again", "")

    def action_pain(self) -> None:
        """Asks how strong it is; nothing stops meanwhile."""
        self._asking, self._offered = True, ""
        self._show_again()

    def action_score(self, score: int) -> None:
        """The answer; where it is high or has risen it is asked what to do."""
        self._say("pain", str(score))
        pains = [pain for _, pain in self.seen.session.pains]
        self._asking, self._offered = False, pain_question([*pains, score], self._limit)
        self._show_again()

    def action_unanswered(self) -> None:
        """The question is left open."""
        self._asking = False
        self._show_again()

    def action_offer(self, offer: str) -> None:
        """What to do after a pain."""
        self._choose(offer)
        if offer == Offer.STOP:
            self.action_results()

    def _choose(self, choice: str) -> None:
        self._say(CHOICE, choice)
        self._offered = ""
        self._show_again()

    def action_take(self, place: int) -> None:
        """Keeps a proposed limit for the wearer."""
        if place < limits_to_take(self.seen) and place not in self._told:
            self._told[place] = self._take(place)
            self._show_again()
