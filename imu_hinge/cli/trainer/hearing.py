"""The sound of one client at a time, on the trainer's machine."""

from contextlib import ExitStack

from imu_hinge.catalogue import Exercise
from imu_hinge.cli.playing import playing
from imu_hinge.cues.cue import Cue, Mode
from imu_hinge.cues.cues import Cues
from imu_hinge.cues.dose import Dose
from imu_hinge.model.events import Step
from imu_hinge.model.inputs import Input
from imu_hinge.sound import Player, Sounder, find_voice
from imu_hinge.view.wall import Person


class Studio:
    """Opens the sound device when it is first needed, and closes it with `opened`."""

    def __init__(self, opened: ExitStack, dose: Dose, mode: Mode = Mode.ALL) -> None:
        self._opened, self._dose, self._mode = opened, dose, mode
        self._heard: str | None = None
        self._player: Player | None = None
        self._given: tuple[Cue, ...] = ()
        self._sounder: Sounder | None = None

    def ear(self, person: Person, exercise: Exercise) -> "Ear":
        """A sink for a session of this client."""
        return Ear(self, person.client, Cues(exercise, self._dose))

    def listen(self, client: str | None) -> str:
        """This client is heard, and nobody else; words for why there is nothing to hear."""
        if client is not None and self._player is None:
            self._open()
        problem = self._player.problem if self._player else ""
        self._heard = None if problem else client
        return problem if client is not None else ""

    def _open(self) -> None:
        self._player = self._opened.enter_context(playing())
        voice = find_voice()
        self._opened.callback(voice.close)
        self._sounder = Sounder(self, self._mode, self._player, voice)

    def step(self, item: Input, step: Step) -> tuple[Cue, ...]:
        """The cues that were given for this step; for the sounder."""
        return self._given

    def play(self, client: str, item: Input, step: Step, cues: tuple[Cue, ...]) -> None:
        """Plays them where it is this client who is heard."""
        if self._sounder is not None and client == self._heard and cues:
            self._given = cues
            self._sounder.receive(item, step)


class Ear:
    """A sink: follows one session, so that it can be heard at any moment."""

    def __init__(self, studio: Studio, client: str, cues: Cues) -> None:
        self._studio, self._client, self._cues = studio, client, cues

    def receive(self, item: Input, step: Step) -> None:
        """Takes one input and what the fold made of it."""
        self._studio.play(self._client, item, step, self._cues.step(item, step))

    def close(self) -> None:
        """Nothing is held."""
