"""Which sessions the rules look into: of all others their time and how many repetitions they had is enough. Pure."""

from collections.abc import Container, Sequence

from imu_hinge.core.progression.back import is_form_asked, out_of_form
from imu_hinge.core.progression.checks import back_needs
from imu_hinge.core.progression.facts import Facts, Session
from imu_hinge.core.progression.looked import Looked, look


def needed(facts: Facts, known: Container[str]) -> list[Session]:
    """Sessions whose repetitions matter for the proposal, but for those with an id in `known`.

    Of a session that is not known, `whole` holds the number of its repetitions and nothing else. What is found in one
    session may lead on to others; when none is left, `propose` gives what it would give with all of them known.
    """
    looked = look(facts)
    last = looked.last if looked.rules.up else ()
    asked = {one.id: one for one in (*last, *_after_those_out_of_form(looked, known))}
    return [one for ident, one in asked.items() if ident not in known]


def _after_those_out_of_form(looked: Looked, known: Container[str]) -> Sequence[Session]:
    """As many as speak for a step back, from the first one on of which it is not known whether it is out of form."""
    if not is_form_asked(looked):
        return ()
    first, count = len(out_of_form(looked)), int(back_needs("form_sessions")(looked))
    older = looked.sessions[::-1][first : first + count]
    return () if older and older[0].id in known else older
