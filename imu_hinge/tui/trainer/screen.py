"""The trainer's screen: all clients, who needs attention first, and what happened lately."""

from collections.abc import Callable
from time import localtime, monotonic, strftime, time

from textual.app import ComposeResult
from textual.containers import Container
from textual.screen import Screen

from imu_hinge.tui.dressed import change_theme
from imu_hinge.tui.help_page import HelpPage
from imu_hinge.tui.key_table import bindings_of, entries_of
from imu_hinge.tui.layout import COLUMNS, ROWS
from imu_hinge.tui.looks import Looks
from imu_hinge.tui.trainer.asking import Asking
from imu_hinge.tui.trainer.faces import Face
from imu_hinge.tui.trainer.feed import Feed
from imu_hinge.tui.trainer.helping import help_text
from imu_hinge.tui.trainer.keys import KEYS, openers
from imu_hinge.tui.trainer.layout import CSS, FEED_COLUMNS, feed_rows
from imu_hinge.tui.trainer.palette import AllCommands
from imu_hinge.tui.trainer.picture import empty_of, feed_of, heads_of
from imu_hinge.tui.trainer.wall import Faces, Seen
from imu_hinge.tui.widgets.head import Head
from imu_hinge.tui.widgets.key_bar import KeyBar
from imu_hinge.view.deck import Deck
from imu_hinge.view.needs import By, Places
from imu_hinge.view.wall import Wall, Watch

LOOK_S = 0.25
"""How old the wall may get before it is read again. A card is drawn anew only when what it shows has changed."""
_KEY_S = 1.0
"""So long after a key the cards stay where they are: a terminal does not say when a key is let go."""
_WIDE, _TALL, _NARROW = 160, 34, 60


def local_time(at_s: float) -> str:
    """`18:22:41`, by the clock of this machine."""
    return strftime("%H:%M:%S", localtime(at_s))


class TrainerScreen(Screen[None]):
    """Reads the wall every LOOK_S; a key or a tap opens a client."""

    CSS = CSS
    AUTO_FOCUS = ""
    HORIZONTAL_BREAKPOINTS = COLUMNS
    VERTICAL_BREAKPOINTS = ROWS
    COMMANDS = {AllCommands}  # noqa: RUF012  # Textual's way
    BINDINGS = [*bindings_of(KEYS), *openers()]  # noqa: RUF012

    def __init__(
        self,
        watch: Watch,
        asking: Asking,
        looks: Looks,
        *,
        open_client: Callable[[str], object],
        open_week: Callable[[], object],
        leave: Callable[[], object],
        steady_s: Callable[[], float] = monotonic,
        now_s: Callable[[], float] = time,
        told_time: Callable[[float], str] = local_time,
    ) -> None:
        super().__init__()
        self._watch, self._asking, self._looks = watch, asking, looks
        self._open, self._week, self._leave = open_client, open_week, leave
        self._steady_s, self._now_s, self._told_time = steady_s, now_s, told_time
        self._deck, self._places, self._by = Deck(), Places(), By.NEED
        self._first, self._pressed_s = 0, float("-inf")
        self._chosen: str | None = None
        self._acknowledged: dict[str, int] = {}
        self._order: tuple[str, ...] = ()

    def compose(self) -> ComposeResult:
        """Header, cards, feed, keys."""
        looks = self._looks
        yield Head(looks, id="head")
        with Container(id="middle"):
            yield Faces(looks, id="faces")
            yield Feed(looks, id="feed")
        yield KeyBar(looks, id="keys")

    def on_mount(self) -> None:
        """The first picture, then the next ones."""
        self.query_one(KeyBar).paint(entries_of(KEYS))
        self.paint()
        self.set_interval(LOOK_S, self._tick)

    def on_resize(self) -> None:
        """Cards or list, and how many of them."""
        self.call_after_refresh(self.paint)

    def _tick(self) -> None:
        if self.is_current:
            self.paint()

    def paint(self) -> None:
        """Shows everything as it is."""
        wall = self._watch.read()
        cards = self._deck.of(wall.seats)
        touched = self._touched()
        placed = self._places.place(cards, self._steady_s(), by=self._by, touched=touched)
        self._order = tuple(card.client for card in placed)
        faces = tuple(Face(card, card.client == self._chosen, card.client == self._asking.heard) for card in placed)
        with self.app.batch_update():
            self._fit(len(faces))
            self._first = min(self._first, max(len(faces) - 1, 0))
            self.query_one(Faces).paint(Seen(faces, self._first, self._with_cards(), empty_of(wall.broker)))
            self._watch.look_at(self.query_one(Faces).clients)
            self.query_one(Feed).paint(feed_of(wall, self._acknowledged, self._told_time))
            self.query_one(Head).paint(
                heads_of(cards, wall.broker, self._told_time(self._now_s()), self._by, self.size.width)
            )

    def _touched(self) -> bool:
        return self.query_one(Faces).touched is not None or self._steady_s() - self._pressed_s < _KEY_S

    def _with_cards(self) -> bool:
        return self.size.width >= _NARROW and self.size.height >= _TALL

    def _fit(self, count: int) -> None:
        """Gives the feed what the cards leave: beside them where there is room, else below."""
        feed, cards = self.query_one(Feed), self._with_cards()
        beside = cards and self.size.width >= _WIDE
        rows = self.size.height - 2
        below = feed_rows(rows, count, self.size.width, cards)
        feed.styles.width = FEED_COLUMNS if beside else "100%"
        feed.styles.margin = (0, 0, 0, 1 if beside else 0)
        feed.styles.height = "100%" if beside else below
        feed.styles.display = "block" if (beside or below) and not self.has_class("-full") else "none"

    def on_key(self) -> None:
        """Nothing moves under a key."""
        self._pressed_s = self._steady_s()

    def on_faces_tapped(self, message: Faces.Tapped) -> None:
        """Opens."""
        self._open(message.client)

    def on_faces_turned(self, message: Faces.Turned) -> None:
        """Others."""
        self.action_turn(message.pages)

    def action_open(self, number: int) -> None:
        """By the number of the client."""
        client = next((seat.person.client for seat in self._wall.seats if seat.person.number == number), None)
        if client is not None:
            self._open(client)

    def action_open_chosen(self) -> None:
        """The chosen one."""
        if self._chosen is not None:
            self._open(self._chosen)

    @property
    def _wall(self) -> Wall:
        return self._watch.read()

    def action_choose(self, count: int) -> None:
        """The next one, or the one before; it comes into sight."""
        if not self._order:
            return
        at = self._order.index(self._chosen) + count if self._chosen in self._order else min(count, 0)
        at %= len(self._order)
        self._chosen = self._order[at]
        slots = self._slots()
        if not self._first <= at < self._first + slots:
            self._first = at - at % slots
        self.paint()

    def action_turn(self, pages: int) -> None:
        """Another page, where there is one."""
        first = self._first + pages * self._slots()
        if 0 <= first < len(self._order):
            self._first = first
        elif pages < 0:
            self._first = 0
        self.paint()

    def _slots(self) -> int:
        faces = self.query_one(Faces)
        return faces.grid_of(faces.seen).slots if faces.seen else 1

    def action_acknowledge(self) -> None:
        """Dims the lines there are."""
        for line in self._wall.feed:
            if self._chosen in (None, line.client):
                self._acknowledged[line.client] = max(line.id, self._acknowledged.get(line.client, 0))
        self.paint()

    def action_order(self) -> None:
        """By need, or by name."""
        self._by, self._first = By.NAME if self._by is By.NEED else By.NEED, 0
        self.paint()

    def _about(self, question: str, then: Callable[[str], None]) -> None:
        """Goes on with the chosen client; without one asks."""
        if self._chosen is not None:
            then(self._chosen)
        else:
            self._asking.whom(question, then)

    def action_note(self) -> None:
        """A dated note."""
        self._about("Note about whom?", self._asking.note)

    def action_sound(self) -> None:
        """Whose cues are heard here."""
        if self._chosen is not None:
            self._asking.listen(self._chosen)
        else:
            self._asking.whose_cues()

    def action_ask_stop(self) -> None:
        """Asks a wearer to stop."""
        self._about("Ask whom to stop?", self._asking.ask_stop)

    def action_propose(self) -> None:
        """Proposes another exercise."""
        self._about("Propose an exercise to whom?", self._asking.propose)

    def action_find(self) -> None:
        """By name."""
        self._asking.find(self._open)

    def action_week(self) -> None:
        """All clients over weeks."""
        self._week()

    def action_full(self) -> None:
        """Cards and nothing else, or all parts."""
        self.toggle_class("-full")
        self.call_after_refresh(self.paint)

    def action_back(self) -> None:
        """Nobody chosen, all parts."""
        self._chosen = None
        self.remove_class("-full")
        self.paint()

    def action_theme(self) -> None:
        """Dark or light."""
        change_theme(self.app)

    def action_help(self) -> None:
        """The keys, and what each sign means."""
        self.app.push_screen(HelpPage(help_text(KEYS), self._looks))

    def action_leave(self) -> None:
        """Leaves."""
        self._leave()
