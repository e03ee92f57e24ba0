"""Which test is next: captures by test, what was left out, what was taken back."""

from collections.abc import Sequence
from dataclasses import replace

from imu_hinge.catalogue.assess import AssessTest
from imu_hinge.model.events import Captured


class Plan:
    """The tests of an assessment and how far they are."""

    def __init__(self, tests: Sequence[AssessTest], repeats: int | None) -> None:
        self._tests = tuple(tests)
        self._repeats = {test.id: repeats or test.repeats for test in tests}
        self._made: list[Captured] = []
        self._left_out: set[str] = set()
        self.blocked: frozenset[str] = frozenset()
        """Tests that the sensors worn cannot measure."""

    @property
    def tests(self) -> tuple[AssessTest, ...]:
        """All of them."""
        return self._tests

    @property
    def current(self) -> AssessTest | None:
        """The test under way; None when all are over."""
        passed = self._left_out | self.blocked
        return next((t for t in self._tests if t.id not in passed and self.made(t) < self.of(t)), None)

    def made(self, test: AssessTest) -> int:
        """Captures of a test."""
        return sum(one.test == test.id for one in self._made)

    def of(self, test: AssessTest) -> int:
        """Captures asked for."""
        return self._repeats[test.id]

    def keep(self, captured: Captured) -> None:
        """One more."""
        self._made.append(captured)

    def leave_out(self, test: AssessTest) -> None:
        """The rest of it."""
        self._left_out.add(test.id)

    def take_back(self) -> Captured | None:
        """The last capture, whose test is open again; None where there is none."""
        if not self._made:
            return None
        last = self._made.pop()
        self._left_out.discard(last.test)
        return last

    def hurt(self, pain: int, t_ns: int) -> Captured | None:
        """The last capture with a pain told after it; None where there is none."""
        if not self._made:
            return None
        self._made[-1] = replace(self._made[-1], t_ns=t_ns, pain=pain)
        return self._made[-1]
