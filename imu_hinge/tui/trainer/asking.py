"""What a trainer may ask of a client, with the questions before it; the same from every screen."""

from collections.abc import Callable, Sequence

from textual.app import App
from textual.notifications import SeverityLevel

from imu_hinge.tui.choosing import BY_DIGIT, ChooseScreen, Item
from imu_hinge.tui.finding import FindScreen
from imu_hinge.tui.trainer.above import Ask
from imu_hinge.view.plan import planned
from imu_hinge.view.wall import Person, Seat, Watch

_TOLD_S = 3.0
"""So long a notice stays: it lies above the feed."""


class Asking:
    """Asks above the screen that is shown; what there is to tell of it is told as a notice."""

    def __init__(self, app: App[None], watch: Watch) -> None:
        self._app, self._watch = app, watch
        self.heard: str | None = None
        """The client whose cues are heard here."""

    def seat(self, client: str) -> Seat | None:
        """As it is; None for one who is no more watched."""
        return next((seat for seat in self._watch.read().seats if seat.person.client == client), None)

    def look_at(self, client: str) -> None:
        """This one is on the screen."""
        self._watch.look_at([client])

    def name(self, client: str) -> str:
        """Of a client."""
        seat = self.seat(client)
        return seat.person.name if seat else client

    def whom(self, question: str, then: Callable[[str], object]) -> None:
        """Asks for a client, and goes on with whoever was chosen."""
        self._choose(question, self._watch.read().seats, then)

    def find(self, then: Callable[[str], object]) -> None:
        """Asks for a client by letters of the name or the pseudonym."""
        self._choose("Open whom?", self._watch.read().seats, then, FindScreen)

    def whose_cues(self) -> None:
        """Asks whose cues are to be heard here, among those who can be; where nobody can, why."""
        seats = self._watch.read().seats
        heard = [seat for seat in seats if not seat.mute]
        if seats and not heard:
            self._tell(seats[0].mute, "")
            return
        self._choose("Whose cues should be heard here?", heard, self.listen)

    def _choose(
        self,
        question: str,
        seats: Sequence[Seat],
        then: Callable[[str], object],
        page: type[ChooseScreen] | None = None,
    ) -> None:
        """Where the digits do not reach everybody, by letters."""
        if not seats:
            self._tell("nobody is watched", "")
            return
        page = page or (ChooseScreen if len(seats) <= BY_DIGIT else FindScreen)
        items = [Item(seat.person.client, _named(seat.person, page is FindScreen)) for seat in seats]

        def chosen(client: str | None) -> None:
            if client is not None:
                then(client)

        self._app.push_screen(page(question, items), chosen)

    def note(self, client: str) -> None:
        """A dated note."""
        name = self.name(client)

        def written(text: str | None) -> None:
            if text:
                self._tell(self._watch.note(client, text), f"note about {name} kept")

        self._app.push_screen(Ask(f"Note about {name}", "Keep"), written)

    def ask_stop(self, client: str) -> None:
        """Asks for the reason, which may be left open; then asks the wearer to stop."""
        name = self.name(client)

        def answered(reason: str | None) -> None:
            if reason is not None:
                self._tell(self._watch.ask_stop(client, reason), f"{name} is asked to stop")

        self._app.push_screen(Ask(f"Ask {name} to stop? The reason may be left open.", "Ask to stop"), answered)

    def propose(self, client: str) -> None:
        """Another exercise, with the repetitions of the plan."""
        name = self.name(client)

        def chosen(exercise: str | None) -> None:
            if exercise is None:
                return
            seat = self.seat(client)
            plan = planned(seat.person, exercise) if seat else None
            why_not = self._watch.propose(client, exercise, "", plan.reps if plan else None)
            self._tell(why_not, f"{exercise} proposed to {name}")

        items = [Item(one, title, one) for one, title in self._watch.exercises()]
        self._app.push_screen(ChooseScreen(f"What should {name} train?", items), chosen)

    def listen(self, client: str) -> None:
        """This client's cues are heard here, and nobody else's; the same one again: nobody's."""
        wanted = None if client == self.heard else client
        why_not = self._watch.listen(wanted)
        if not why_not:
            self.heard = wanted
        self._tell(why_not, f"{self.name(client)} is heard here" if wanted else "nobody is heard here")

    def _tell(self, why_not: str, done: str) -> None:
        kind: SeverityLevel = "warning" if why_not else "information"
        self._app.notify(why_not or done, severity=kind, timeout=_TOLD_S, markup=False)


def _named(person: Person, by_letters: bool) -> str:
    """With the pseudonym where that is looked for, too."""
    return f"{person.name}  {person.client}" if by_letters and person.name != person.client else person.name
