"""One assessment about to begin: its fold, its recording, and what it comes to."""

import argparse
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from imu_hinge.analysis import Span, new_assessment
from imu_hinge.cli.assess.keeping import commands, earlier_of, keep_limit, keeping_words
from imu_hinge.cli.assess.leading import Leading
from imu_hinge.cli.assess.plan import Tests
from imu_hinge.cli.sitting import Folding, Sitting
from imu_hinge.cli.sources import IMPORTED, SIMULATED, Plan
from imu_hinge.cli.who import Who
from imu_hinge.core.assess import LimitProposal, TestResult
from imu_hinge.model.kinds import Kind
from imu_hinge.station import Sink
from imu_hinge.view.assess.lines import lines
from imu_hinge.view.assess.outcome import Outcome, concluded

if TYPE_CHECKING:
    from imu_hinge.core.stream import SampleTap

_DONE = "done"
"""The part of an assessment in which nothing is asked for any more."""


class Assessment:
    """Built before it begins; `sit` gives the sitting that runs it."""

    def __init__(
        self,
        arguments: argparse.Namespace,
        plan: Plan,
        tests: Tests,
        wearer: Who,
        tell: Callable[[str], None],
        sample_tap: "SampleTap | None" = None,
    ) -> None:
        """`tell` hears in words what becomes of recording and history."""
        self._arguments, self._plan, self._tests, self._wearer, self._tell = arguments, plan, tests, wearer, tell
        span = Span()
        self.session = new_assessment(plan.exercise, tests.text, tap=span.tap, sample_tap=sample_tap)
        self._folding = Folding(self.session, span, Kind.ASSESSMENT, tests.text)
        began_ns = tests.about.start_wall_ns if tests.about else time.time_ns()
        self._keeping = keeping_words(arguments.client, plan.kind)
        self._earlier = None if plan.kind == SIMULATED else earlier_of(wearer.pseudonym, began_ns, tell)

    def concluded(self, results: Sequence[TestResult]) -> Outcome:
        """What these results come to."""
        outcome = concluded(results, self._tests.rows, self._earlier, self._keeping)
        return replace(outcome, ended_early=self.session.now.part != _DONE)

    def outcome(self) -> Outcome:
        """What it comes to so far."""
        return self.concluded(self.session.results.tests())

    def page(self) -> str:
        """The same in words, and how limits can be taken later."""
        outcome = self.outcome()
        *told, last = (line.words for line in lines(outcome))
        return "\n".join([*told, *commands(outcome, self._arguments.client), last])

    def take(self, proposal: LimitProposal) -> str:
        """Keeps a limit for the wearer; what became of it. Raises HingeError."""
        return self._keeping or keep_limit(self._wearer.pseudonym, proposal, self._arguments)

    def sit(self, sinks: Sequence[Sink]) -> Sitting:
        """With whoever listens; nobody has to press a key, but a recording speaks for itself."""
        leads = [] if self._plan.kind == IMPORTED else [self._leading()]
        sitting = Sitting(
            self._plan, self._arguments, self._wearer.pseudonym, self._folding, [*sinks, *leads], self._tell
        )
        self._engine = sitting.engine
        return sitting

    def _leading(self) -> Leading:
        return Leading(lambda name, argument: self._engine.say(name, argument), lambda: self._engine.stop())
