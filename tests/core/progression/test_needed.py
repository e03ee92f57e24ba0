"""A proposal rests on few sessions, and is the same as if all of them were known."""

from dataclasses import replace

from hypothesis import event, given, settings

from imu_hinge.core.progression import Counts, Facts, Session, propose
from imu_hinge.core.progression.needed import needed
from tests.core.progression.histories import decision, facts, made_of, ready, run, session
from tests.core.progression.test_properties import histories


def bare(one: Session) -> Session:
    """Nothing of its repetitions but how many there are."""
    return replace(one, whole=Counts(one.whole.reps), left=Counts(), right=Counts(), hinge_share=None)


def looked_into(whole: Facts) -> tuple[Facts, list[list[str]]]:
    """From bare sessions on, and the ids asked for in each round."""
    given, known, rounds = {one.id: one for one in whole.sessions}, set[str](), list[list[str]]()
    while True:
        listed = tuple(one if one.id in known else bare(one) for one in whole.sessions)
        found = replace(whole, sessions=listed)
        asked = [one.id for one in needed(found, known)]
        if not asked:
            return found, rounds
        assert not known & set(asked) and set(asked) <= given.keys()
        known |= set(asked)
        rounds.append(asked)


@settings(max_examples=300)
@given(histories())
def test_it_is_what_it_would_be_if_everything_were_known(whole: Facts) -> None:
    found, rounds = looked_into(whole)
    event(f"{len(rounds)} rounds")
    assert propose(found) == propose(whole)


def test_only_the_last_days_of_training_are_looked_into() -> None:
    older = run(3, 12)
    assert looked_into(facts(*older))[1] == [[one.id for one in older[5::-1]]]


def test_those_out_of_form_lead_on_to_the_ones_before() -> None:
    low = made_of(5, past=11)
    out = run(4, 5, low)
    listed = (*out, session(20, made_of(16), 4), session(23, low, 4), session(26, low, 4))
    found, rounds = looked_into(facts(*listed, level=4))
    assert [len(one) for one in rounds] == [2, 2, 2]
    assert [one.figure for one in propose(found).back if one.id == "form_sessions"] == [5]


def test_what_is_decided_on_is_not_looked_into_again() -> None:
    known = facts(*run(4, 5), level=4, decisions=(decision(60, 4), decision(0.5, 4, "stays")))
    assert looked_into(known)[1] == []


def test_other_exercises_and_short_sessions_are_not_looked_into() -> None:
    known = ready()
    more = (session(0.5, made_of(16), 1), session(0.4, made_of(11), 3))
    asked = looked_into(replace(known, sessions=(*known.sessions, *more)))[1]
    assert not {one.id for one in more} & {ident for some in asked for ident in some}
