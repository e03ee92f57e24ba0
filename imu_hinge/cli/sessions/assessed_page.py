"""The results of an assessment, for `sessions show`."""

from collections.abc import Iterator

from imu_hinge.cli.sessions.story import Story
from imu_hinge.cli.texts import REPORT_LINE
from imu_hinge.model.plural import counted
from imu_hinge.view.assess.lines import lines


def assessed_title(told: Story) -> str:
    """`assessment: 5 tests`."""
    return f"assessment: {counted(len(told.outcome.rows) if told.outcome else 0, 'test')}"


def assessed_lines(told: Story) -> Iterator[str]:
    """Each test with its repeats, its noise and what others measured; changes since the one before."""
    if told.outcome is None or not told.outcome.rows:
        yield from ("", "nothing was captured")
        return
    yield ""
    yield from (line.words for line in lines(told.outcome) if line.words and line.words != REPORT_LINE)
