"""A file in strides: nobody waits for it."""

from collections.abc import Iterable, Iterator

from imu_hinge.core.strides import Deferring, Strides
from imu_hinge.model.events import Step
from imu_hinge.model.inputs import Input


def strides(session: Deferring, items: Iterable[Input]) -> Iterator[tuple[Input, Step]]:
    """Feeds all of `items` and gives each with a step, as `Strides`."""
    folded = Strides(session)
    for item in items:
        yield from folded.take(item, wait=True)
    yield from folded.rest()
