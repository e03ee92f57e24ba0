"""One asking, from the first question to the verdict: what a screen or a terminal walks through."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from imu_hinge.gate import texts
from imu_hinge.gate.asked import due, remembered
from imu_hinge.gate.questions import OVERRIDABLE, Question
from imu_hinge.gate.verdict import MISTAKE, OVERRIDE, Answer, Verdict, refusal, standing, verdict


@dataclass(frozen=True, slots=True)
class Interview:
    """The questions of one start and everything that was answered; each answer gives the next interview."""

    due: tuple[Question, ...]
    start_limit: int
    """Pain from which there is no session, 0 to 10."""
    answers: tuple[Answer, ...] = ()
    title: str = ""
    """Stands above the questions."""

    @property
    def now(self) -> Question | Verdict:
        """What comes next: a question, or the verdict."""
        held = standing(self.answers)
        unasked = next((one for one in self.due if one.id not in held), None)
        return refusal(self.due, self.answers, self.start_limit) or unasked or self.verdict

    @property
    def verdict(self) -> Verdict:
        """Whether a session may begin when no more is answered."""
        return verdict(self.due, self.answers, self.start_limit)

    @property
    def commands(self) -> tuple[tuple[str, str], ...]:
        """Names and arguments of the Commands that keep every answer, taken back or not, with the session."""
        return tuple(answer.command for answer in self.answers)

    def answer(self, value: str) -> "Interview":
        """The question that comes now is answered; the same interview where none comes."""
        now = self.now
        return self._with(Answer(now.id, value)) if isinstance(now, Question) else self

    def back(self) -> "Interview":
        """The last answer in force was a mistake: it is kept, and asked again. Without one nothing changes."""
        held = standing(self.answers)
        last = next((one.id for one in reversed(self.due) if one.id in held), None)
        return self._with(Answer(last, MISTAKE)) if last else self

    def overridden(self, by: str, reason: str) -> "Interview":
        """A trainer decides that the pain does not stand in the way; without name or reason nothing changes."""
        override = Answer(OVERRIDABLE, OVERRIDE, " ".join(by.split()), " ".join(reason.split()))
        return self._with(override) if override.by and override.reason else self

    def remembered(self, last: Mapping[str, str], today: str) -> Mapping[str, str]:
        """Question -> ISO date of its last answer, for the next start."""
        return remembered(last, self.due, self.answers, today)

    def _with(self, answer: Answer) -> "Interview":
        return replace(self, answers=(*self.answers, answer))


def begin(command: str, last: Mapping[str, str], today: str, start_limit: int) -> Interview:
    """The interview before `command`; `last` as in `due`."""
    return Interview(due(command, last, today), start_limit, title=texts.READY[command])
