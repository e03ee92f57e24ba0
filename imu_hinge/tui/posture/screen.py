"""The posture screen: what the wearer sees of a day at a glance."""

from collections.abc import Iterable

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget

from imu_hinge.tui.pain_stop import PainStopScreen
from imu_hinge.tui.posture import picture
from imu_hinge.tui.posture.delays import DelayScreen
from imu_hinge.tui.posture.helping import help_text
from imu_hinge.tui.posture.keys import KEYS, DayKey, bindings, entries, working, works
from imu_hinge.tui.posture.layout import COLUMNS, CSS, ROWS, classes
from imu_hinge.tui.posture.palette import DayCommands
from imu_hinge.tui.posture.parts import DayLinks, EndsRow, Sentence, Strip, Today, TodayTable, Week
from imu_hinge.tui.posture.setting_up import DayPage
from imu_hinge.tui.review.ask import AskLine
from imu_hinge.tui.targets import Target, key
from imu_hinge.tui.widgets.banner import BannerBand
from imu_hinge.tui.widgets.figures import Count
from imu_hinge.tui.widgets.key_bar import KeyBar
from imu_hinge.tui.widgets.lines import Lines
from imu_hinge.tui.widgets.pain import PainStrip
from imu_hinge.view.day import DaySnapshot, shares
from imu_hinge.view.day_words import next_snooze
from imu_hinge.view.posture_words import hour_words
from imu_hinge.view.snapshot import Snapshot, Stage

_NOTE = "note, enter keeps it, esc drops it"
_NOTE_MOST = 500
_SOON_NS = 5_000_000_000
"""So long after a key its snooze may not be in the snapshot yet."""
_TAPPED = ("pause", "snooze", "stance", "delays", "pain", "note")
"""Actions that have something to tap where there are rows to spare."""


class PostureScreen(PainStopScreen[DaySnapshot]):
    """Reads a snapshot a few times a second; every key is handed on as a command."""

    CSS = CSS
    EVERY_S = 0.2
    HORIZONTAL_BREAKPOINTS = COLUMNS
    VERTICAL_BREAKPOINTS = ROWS
    COMMANDS = {DayCommands}  # noqa: RUF012  # Textual's way
    BINDINGS = bindings()  # type: ignore[assignment]

    def _session_of(self, state: DaySnapshot) -> Snapshot:
        return state.session

    def compose(self) -> ComposeResult:
        """All parts; the classes say which are shown."""
        looks = self._looks
        yield DayLinks(looks, self._sound, id="links", classes="detail")
        yield BannerBand(looks, id="band")
        yield Sentence(looks, id="said")
        yield Count(looks, id="count")
        yield DayPage(looks, id="page", classes="detail")
        yield EndsRow(looks, id="now", classes="going detail")
        with Horizontal(id="middle", classes="day detail"):
            yield TodayTable(looks, id="zones")
            yield Lines(looks, id="facts")
            yield Week(looks, id="days", classes="week")
        yield Strip(looks, id="strip", classes="day detail")
        yield Week(looks, id="line_of_week", classes="week detail")
        yield EndsRow(looks, id="next", classes="going detail")
        yield PainStrip(looks, id="pain", classes="detail")
        with Horizontal(id="taps", classes="going detail"):
            yield from _targets()
        yield KeyBar(looks, id="keys", classes="detail")
        yield AskLine(looks, id="line")

    def _prepare(self) -> None:
        self._snoozed_min, self._snoozed_ns = 0, -_SOON_NS
        self.query_one(AskLine).max_length = _NOTE_MOST

    def _show(self, state: DaySnapshot) -> None:
        with self.app.batch_update():
            self.update_classes(classes(state), animate=False)
            if state.session.stage is Stage.ENDED:
                self._set_asking(False)
            self.query_one(BannerBand).paint(picture.banner(state))
            self._paint_session(state)
            self._paint_day(state)

    def _paint_session(self, day: DaySnapshot) -> None:
        """The parts that every session has."""
        links = self.query_one(DayLinks)
        links.since = hour_words(day.begun_s)
        for widget in (links, self.query_one(Count), self.query_one(DayPage), self.query_one(PainStrip)):
            widget.show(day.session)
        self.query_one(KeyBar).paint(entries(day.session))

    def _paint_day(self, day: DaySnapshot) -> None:
        self.query_one(Sentence).paint(picture.said(day))
        self.query_one("#now", EndsRow).paint(picture.now(day))
        self.query_one(TodayTable).paint(Today(shares(day.today), day.read))
        self.query_one(Lines).paint(picture.facts(day))
        self.query_one(Strip).paint(picture.stretch(day))
        for week in self.query(Week):
            week.paint(day.week)
        self.query_one("#next", EndsRow).paint(picture.coming(day))

    def _may(self, action: str, parameters: tuple[object, ...], state: DaySnapshot) -> bool:
        return works(action, state.session)

    def _help(self, state: DaySnapshot) -> str:
        return help_text(state)

    @property
    def _writing(self) -> bool:
        return self.has_class("-writing")

    def keys_now(self) -> Iterable[DayKey]:
        """Those that do something at this moment; none while a note is written."""
        return () if self._writing else working(self._now.session)

    def action_pause(self) -> None:
        """Nothing is looked at, or again."""
        self._say("pause", "off" if self._now.paused else "on")

    def action_snooze(self) -> None:
        """The next longer snooze; the shortest when none is under way."""
        t_ns = self._now.session.t_ns
        under_way = self._now.reminding.snoozed_s > 0 or t_ns - self._snoozed_ns < _SOON_NS
        self._snoozed_ns = t_ns
        self._snoozed_min = next_snooze(self._snoozed_min if under_way else 0)
        self._say("snooze", str(self._snoozed_min))

    def action_stance(self) -> None:
        """Both tilts anew, from two quiet seconds."""
        self._say("stance", "")

    def action_calibrate(self) -> None:
        """The guided calibration anew."""
        self._say("calibrate", "")

    def action_skip(self) -> None:
        """Without the full bend."""
        self._say("skip", "")

    def action_delays(self) -> None:
        """The small page of delays."""
        self.app.push_screen(DelayScreen(self._now.reminding, self._say))

    def action_note(self) -> None:
        """A line to write in, in place of the keys."""
        self.query_one(AskLine).ask(_NOTE, "", self._note)

    def _note(self, text: str) -> str:
        if text:
            self._say("note", text)
        return ""


def _targets() -> Iterable[Widget]:
    shown = {one.action: one for one in reversed(KEYS)}
    for action in _TAPPED:
        one = shown[action]
        yield Target(Content("  ").join([key(one.shown), Content(one.label)]), action)
