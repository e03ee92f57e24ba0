"""What of the facts the rules of a level look at. Pure."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile

from imu_hinge.catalogue.progression import Rules, rules_of
from imu_hinge.core.progression.facts import Decision, Facts, Score, Session

DAY_NS = 86_400 * 1_000_000_000


@dataclass(frozen=True)
class Looked:
    """Facts in order of time, as far as they matter on the level a person is at."""

    facts: Facts
    rules: Rules

    @cached_property
    def since_ns(self) -> int:
        """When this level began; 0 for the first one a person was given: what was trained before counts for it."""
        return 0 if self._of_level == self._decisions else self._of_level[0].at_ns

    @property
    def declined(self) -> Decision | None:
        """The newest decision, where it was to stay on the level."""
        return self._of_level[-1] if len(self._of_level) > 1 else None

    @property
    def decided_ns(self) -> int:
        """What was known at this time was decided on; 0: nothing was."""
        return self.declined.at_ns if self.declined else self.since_ns

    @cached_property
    def sessions(self) -> Sequence[Session]:
        """Of the exercise of this level, since it began, with enough repetitions."""
        least = self.rules.looked_at["reps"].value
        of_it = [one for one in self.trained if one.exercise == self.rules.id and one.at_ns >= self.since_ns]
        return [one for one in of_it if one.whole.reps >= least]

    @cached_property
    def last(self) -> Sequence[Session]:
        """Those of the newest days, as many days as going on takes."""
        wanted = int(self.rules.up["sessions"].value)
        days = sorted({one.day for one in self.sessions})[-wanted:]
        return [one for one in self.sessions if one.day in days]

    @property
    def is_news(self) -> bool:
        """Whether the newest session is not yet decided on."""
        return bool(self.sessions) and self.sessions[-1].at_ns > self.decided_ns

    @cached_property
    def trained(self) -> Sequence[Session]:
        """Sessions of all exercises."""
        known = [one for one in self.facts.sessions if self._is_in_time(one.at_ns)]
        return sorted(known, key=lambda one: (one.at_ns, one.id))

    @cached_property
    def scores(self) -> Sequence[Score]:
        """Whatever was done; of two at once the lower one first."""
        return [one for one in sorted(self.facts.scores) if self._is_in_time(one.at_ns)]

    @cached_property
    def newest(self) -> Sequence[Score]:
        """Scores that are not decided on: of the newest session that has any, and later, or from before a decision.

        What was given before a decision and told after it counts whatever came between: nobody weighed it then.
        """
        began = [one.at_ns for one in self.trained if self.scores and one.at_ns <= self.scores[-1].at_ns]
        from_ns, decided_ns = max(began, default=0), self.decided_ns
        new = [one for one in self.scores if one.known_ns > decided_ns]
        return [one for one in new if one.at_ns >= from_ns or one.at_ns <= decided_ns]

    @property
    def newest_rise(self) -> int | None:
        """To one of the newest scores, from any of them or the one right before: a rise may lie between two sessions.

        None where there is none that is new.
        """
        new = set(self.newest)
        pairs = zip(self.scores, [*self.scores[1:], *self.scores[-1:]], strict=True)
        return largest_rise([one for one, after in pairs if one in new or after in new], new) if new else None

    def is_stop(self, score: Score) -> bool:
        """Whether it ended a set: in a day of posture or a test of movement none runs."""
        return score.moment == "during" and score.session in self._sets_in

    def told(self, day: int) -> Sequence[Score]:
        """Scores given in the sessions of a day."""
        return [one for one in self.scores if self._days.get(one.session) == day]

    @cached_property
    def _days(self) -> Mapping[str, int]:
        """Of each session."""
        return {one.id: one.day for one in self.trained}

    @cached_property
    def _sets_in(self) -> frozenset[str]:
        """Sessions in which a score ends a set; what was given outside of any counts as if in one."""
        return frozenset({"", *(one.id for one in self.facts.sessions)})

    @cached_property
    def _of_level(self) -> Sequence[Decision]:
        """The newest decisions without another level between them, oldest first."""
        return list(takewhile(lambda one: one.level == self.rules.level, self._decisions[::-1]))[::-1]

    @cached_property
    def _decisions(self) -> Sequence[Decision]:
        return sorted(one for one in self.facts.decisions if one.at_ns <= self.facts.now_ns)

    @property
    def days_ns(self) -> int:
        """So far back anything is looked at."""
        return int(self.rules.looked_at["days"].value) * DAY_NS

    def _is_in_time(self, at_ns: int) -> bool:
        return self.facts.now_ns - self.days_ns <= at_ns <= self.facts.now_ns


def look(facts: Facts) -> Looked:
    """At the level that was chosen last."""
    level = max(one for one in facts.decisions if one.at_ns <= facts.now_ns).level
    return Looked(facts, rules_of(level))


def largest_rise(scores: Sequence[Score], ends: Container[Score] | None = None) -> int:
    """From any score to any later one, or only to one of `ends`; 0 where none is higher. In order of time."""
    lowest, rise = 10, 0
    for one in scores:
        lowest = min(lowest, one.score)
        rise = max(rise, one.score - lowest) if ends is None or one in ends else rise
    return rise
