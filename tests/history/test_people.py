from dataclasses import replace

import pytest

from imu_hinge.catalogue import load_exercise
from imu_hinge.history.accesses import accesses, looked
from imu_hinge.history.authors import author, authors, default_author
from imu_hinge.history.clients import add_client, changed_client, client, client_of, clients, me
from imu_hinge.history.consents import SCOPES, TEXTS, consents, grant, holds, text_of, watch_of, withdraw, wording
from imu_hinge.history.database import History
from imu_hinge.history.levels import level, levels, set_level
from imu_hinge.history.limits import drop_limit, limits, set_limit
from imu_hinge.history.notes import add_note, change_note, drop_note, notes
from imu_hinge.history.pains import add_pain, pains
from imu_hinge.history.plans import drop_plan, plan, set_plan
from imu_hinge.history.profiles import exercise_of, save_profile
from imu_hinge.history.rows import ME
from imu_hinge.model.errors import UsageError
from tests.history.made import DAY_NS, EXERCISE, NOW_NS, session_of, session_row, somebody, trainer
from tests.wording import forbidden


def test_a_client_is_found_by_pseudonym_its_beginning_or_name(history: History) -> None:
    with history.writing() as db:
        anna = add_client(db, display_name=" Anna Groß ", birth_year=1980, now_ns=NOW_NS)
        somebody(db, "Ben")
        assert anna.display_name == "Anna Groß"
        for who in (anna.pseudonym, anna.pseudonym.upper(), anna.pseudonym[2:], anna.pseudonym[:6], "anna gross"):
            assert client(db, who) == anna
        for who in ("", "c-", "Carla", "c-zzzz"):
            with pytest.raises(UsageError, match="client"):
                client(db, who)


def test_a_pseudonym_says_nothing_and_nobody_has_it_twice(history: History) -> None:
    with history.writing() as db:
        made = [somebody(db).pseudonym for _ in range(20)]
    assert len(set(made)) == 20
    assert all(one.startswith("c-") and len(one) == 10 and not set("ilou") & set(one[2:]) for one in made)


def test_a_name_is_given_once_and_a_year_is_one(history: History) -> None:
    with history.writing() as db:
        anna, ben = somebody(db, "Anna"), somebody(db, "Ben")
        with pytest.raises(UsageError, match=f"'ANNA' is {anna.pseudonym} already"):
            somebody(db, "ANNA")
        with pytest.raises(UsageError, match="already"):
            changed_client(db, ben, display_name="anna")
        with pytest.raises(UsageError, match="one line of text"):
            somebody(db, "An\na")
        with pytest.raises(UsageError, match="year of birth 80"):
            add_client(db, display_name=None, birth_year=80, now_ns=NOW_NS)
        changed = changed_client(db, anna, display_name="Anna", cautions="knee", own_max_lumbar_deg=51.5)
        assert client(db, "anna") == changed == replace(anna, cautions="knee", own_max_lumbar_deg=51.5)


def test_whoever_was_not_added_is_one_client(history: History) -> None:
    with history.writing() as db:
        assert me(db, NOW_NS) == me(db, NOW_NS + 1)
        assert me(db, NOW_NS).pseudonym == ME
        assert client_of(db, "c-7k2m9xq4", NOW_NS).display_name is None
        with pytest.raises(UsageError, match="no pseudonym"):
            client_of(db, "Anna", NOW_NS)


def test_the_list_of_clients_says_when_they_were_here_and_how_they_felt(history: History) -> None:
    with history.writing() as db:
        anna, ben = somebody(db, "Anna"), somebody(db, "Ben")
        session_of(db, anna, started_at_ns=NOW_NS + DAY_NS)
        session_of(db, anna)
        add_pain(db, anna, 4, "before", NOW_NS + DAY_NS)
        add_pain(db, anna, 2, "next_day", NOW_NS + 2 * DAY_NS)
        lines = {line.client.id: line for line in clients(db)}
    assert (lines[anna.id].sessions, lines[anna.id].last_session_at_ns) == (2, NOW_NS + DAY_NS)
    assert (lines[anna.id].last_pain, lines[anna.id].last_pain_at_ns) == (2, NOW_NS + 2 * DAY_NS)
    assert (lines[ben.id].sessions, lines[ben.id].last_session_at_ns, lines[ben.id].last_pain) == (0, None, None)


def test_an_author_is_made_once(history: History) -> None:
    with history.writing() as db:
        assert author(db, "Tom", "trainer") == author(db, " Tom ", "trainer")
        assert author(db, "Tom", "trainer") != author(db, "Tom", "wearer")
        assert default_author(db, "wearer").name == "wearer"
        assert [one.name for one in authors(db)] == ["Tom", "Tom", "wearer"]
        with pytest.raises(UsageError, match="wearer, trainer, program"):
            author(db, "Tom", "doctor")


def test_consent_is_given_and_taken_back_purpose_by_purpose(history: History) -> None:
    with history.writing() as db:
        anna, tom = somebody(db), trainer(db)
        given = grant(db, anna, "keep", tom, NOW_NS)
        grant(db, anna, "watch", tom, NOW_NS, until_ns=NOW_NS + DAY_NS)
        assert [holds(db, anna, one, NOW_NS) for one in ("keep", "watch", "research")] == [True, True, False]
        assert not holds(db, anna, "watch", NOW_NS + DAY_NS)
        assert withdraw(db, anna, "keep", NOW_NS + 5)
        assert not withdraw(db, anna, "keep", NOW_NS + 6)
        assert not holds(db, anna, "keep", NOW_NS + 7)
        assert consents(db, anna)[0].purpose in ("keep", "watch")
        assert replace(given, withdrawn_at_ns=NOW_NS + 5) in consents(db, anna)
        with pytest.raises(UsageError, match="keep, watch, research"):
            grant(db, anna, "sell", tom, NOW_NS)


def test_the_words_that_were_agreed_to_can_be_read_again(history: History) -> None:
    with history.writing() as db:
        given = grant(db, somebody(db), "research", trainer(db), NOW_NS)
    assert text_of(given.purpose, given.language, given.text_version) == wording("research").text
    assert given.text_sha256 == wording("research").sha256
    assert [forbidden(one.text) for one in TEXTS] == [[]] * len(TEXTS)
    assert len({(one.purpose, one.language, one.version) for one in TEXTS}) == len(TEXTS)


def test_a_consent_to_watch_says_what_may_be_sent_and_to_whom(history: History) -> None:
    with history.writing() as db:
        anna, tom = somebody(db), trainer(db)
        assert watch_of(db, anna, NOW_NS) is None
        beside = grant(db, anna, "watch", tom, NOW_NS)
        assert (beside.scopes, beside.trainers, beside.text_version) == (SCOPES, (), "2")
        withdraw(db, anna, "watch", NOW_NS + 1)
        given = grant(db, anna, "watch", tom, NOW_NS + 1, scopes=["pain", "live"], trainers=["t-bob", "anna", "bob"])
        assert (given.scopes, given.trainers) == (("live", "pain"), ("t-anna", "t-bob"))
        assert watch_of(db, anna, NOW_NS + 1) == given
        withdraw(db, anna, "watch", NOW_NS + 2)
        assert watch_of(db, anna, NOW_NS + 3) is None
        grant(db, anna, "watch", tom, NOW_NS + 4, until_ns=NOW_NS + 9)
        assert [watch_of(db, anna, NOW_NS + n) is None for n in (8, 9)] == [False, True]


def test_the_consent_given_last_holds_alone_whatever_the_clock_said_before(history: History) -> None:
    with history.writing() as db:
        anna, tom = somebody(db), trainer(db)
        kept = grant(db, anna, "keep", tom, NOW_NS)
        grant(db, anna, "watch", tom, NOW_NS + DAY_NS, trainers=["anna"])
        last = grant(db, anna, "watch", tom, NOW_NS, trainers=["bob"])
        assert watch_of(db, anna, NOW_NS) == last
        assert {one.id for one in consents(db, anna) if one.withdrawn_at_ns is None} == {kept.id, last.id}


@pytest.mark.parametrize("name", ["", "t-", "An na", "an/na", "+", "#", "ANNA", "-anna", "a" * 41, "änna", "anna\n"])
def test_what_is_no_account_of_a_broker_is_refused(name: str, history: History) -> None:
    with history.writing() as db, pytest.raises(UsageError, match=r"trainer .*expected small letters, digits and -"):
        grant(db, somebody(db), "watch", trainer(db), NOW_NS, trainers=[name])


def test_scopes_are_those_there_are_and_of_watching_only(history: History) -> None:
    with history.writing() as db:
        anna, tom = somebody(db), trainer(db)
        for scopes, found in ((["live", "video"], "found video"), ([], "found none")):
            with pytest.raises(UsageError, match=f"live, events, angles, pain, notes, commands, {found}"):
                grant(db, anna, "watch", tom, NOW_NS, scopes=scopes)
        for some, names in ((["live"], []), (None, ["anna"])):
            with pytest.raises(UsageError, match="belong to watch, not to keep"):
                grant(db, anna, "keep", tom, NOW_NS, scopes=some, trainers=names)
        assert consents(db, anna) == []


def test_the_words_of_an_older_version_can_be_read_again() -> None:
    assert text_of("watch", "en", "1") != text_of("watch", "en", "2") == wording("watch").text
    assert "broker" in wording("watch").text


def test_a_plan_is_of_an_exercise_and_can_be_dropped(history: History) -> None:
    with history.writing() as db:
        anna, tom = somebody(db), trainer(db)
        set_plan(db, anna, "rdl_row", 2, 6, tom, NOW_NS)
        set_plan(db, anna, "band_rdl", 3, 8, tom, NOW_NS)
        set_plan(db, anna, "band_rdl", 4, 10, tom, NOW_NS + 1)
        assert [(one.exercise, one.sets, one.reps) for one in plan(db, anna)] == [
            ("band_rdl", 4, 10),
            ("rdl_row", 2, 6),
        ]
        assert (drop_plan(db, anna, "band_rdl"), drop_plan(db, anna, "band_rdl"), drop_plan(db, anna)) == (1, 0, 1)
        assert plan(db, anna) == []
        for exercise, sets, reps in (("swimming", 1, 1), ("band_rdl", 0, 8), ("band_rdl", 3, 101)):
            with pytest.raises(UsageError, match="plan: "):
                set_plan(db, anna, exercise, sets, reps, tom, NOW_NS)


def test_the_newest_level_counts_and_the_others_stay(history: History) -> None:
    with history.writing() as db:
        anna, tom = somebody(db), trainer(db)
        assert level(db, anna) is None
        set_level(db, anna, 1, tom, "", NOW_NS)
        newest = set_level(db, anna, 2, tom, " no pain\nfor two weeks ", NOW_NS + 1)
        assert level(db, anna) == newest
        assert [(one.level, one.reason) for one in levels(db, anna)] == [(1, ""), (2, "no pain\nfor two weeks")]
        for number, reason in ((0, ""), (5, ""), (2, "a\x1b[2Jb")):
            with pytest.raises(UsageError):
                set_level(db, anna, number, tom, reason, NOW_NS)


def test_who_looked_is_kept(history: History) -> None:
    with history.writing() as db:
        anna, tom = somebody(db), trainer(db)
        looked(db, anna, tom, "shown", NOW_NS)
        looked(db, anna, tom, "exported", NOW_NS + 1)
        assert [(one.what, one.author_id) for one in accesses(db, anna)] == [("shown", tom.id), ("exported", tom.id)]


def test_notes_are_about_a_client_a_session_or_a_moment(history: History) -> None:
    with history.writing() as db:
        anna, tom = somebody(db), trainer(db)
        row = session_of(db, anna)
        general = add_note(db, anna, tom, "prefers mornings", NOW_NS)
        moment = add_note(db, anna, tom, " looks down\n\n\tat the bar ", NOW_NS + 1, session=row, t_ns=5)
        assert moment.text == "looks down\n\n\tat the bar"
        assert notes(db, anna) == [general, moment]
        assert notes(db, anna, row) == [moment]
        changed = change_note(db, moment.id, "looks at the bar", NOW_NS + 9, client_may_see=True)
        assert notes(db, anna, row) == [changed]
        assert (changed.edited_at_ns, changed.at_ns, changed.client_may_see) == (NOW_NS + 9, NOW_NS + 1, True)
        drop_note(db, moment.id)
        assert notes(db, anna) == [general]
        with pytest.raises(UsageError, match="no note"):
            drop_note(db, moment.id)
        for nothing in (" ", "\x00", "a\x1b[2Jb"):
            with pytest.raises(UsageError, match="expected some text"):
                add_note(db, anna, tom, nothing, NOW_NS)


def test_pain_is_noted_as_it_was_given(history: History) -> None:
    with history.writing() as db:
        anna = somebody(db)
        row = session_of(db, anna)
        first = add_pain(db, anna, 3, "before", NOW_NS, session=row)
        later = add_pain(db, anna, 0, "next_day", NOW_NS + DAY_NS)
        assert pains(db, anna) == [first, later]
        assert pains(db, anna, row) == [first]
        for score, moment in ((11, "before"), (-1, "before"), (3, "tomorrow")):
            with pytest.raises(UsageError, match="expected 0 to 10"):
                add_pain(db, anna, score, moment, NOW_NS)


def test_a_client_may_have_limits_of_their_own(history: History) -> None:
    with history.writing() as db:
        anna, tom = somebody(db), trainer(db)
        set_limit(db, anna, "not_tall", 9.0, 14.0, tom, NOW_NS)
        set_limit(db, anna, "lumbar_flexion", 20.0, 25.0, tom, NOW_NS)
        new = set_limit(db, anna, "lumbar_flexion", 22.5, 30.0, tom, NOW_NS + 1)
        assert [one.fault for one in limits(db, anna)] == ["lumbar_flexion", "not_tall"]
        assert limits(db, anna)[0] == new
        assert drop_limit(db, anna, "lumbar_flexion")
        assert not drop_limit(db, anna, "lumbar_flexion")
        for fault, caution, limit in (("back", 1.0, 2.0), ("not_tall", 9.0, 5.0), ("not_tall", 9.0, float("nan"))):
            with pytest.raises(UsageError, match="limit: "):
                set_limit(db, anna, fault, caution, limit, tom, NOW_NS)


def test_the_limits_a_session_was_judged_by_are_there_without_the_recording(history: History) -> None:
    exercise_toml = 'id = "mine"\n'
    with history.writing() as db:
        anna = somebody(db)
        row = session_of(db, anna)
        assert exercise_of(db, row) == EXERCISE
        assert save_profile(db, (exercise_toml, {})) == save_profile(db, (exercise_toml, {}))
        assert exercise_of(db, session_row(anna.id, exercise="rdl_row")) == load_exercise("rdl_row")


def test_what_was_agreed_to_in_other_words_stays_readable() -> None:
    assert (text_of("keep", "en", "1") or "").endswith("everything kept of me is then erased.")
    assert wording("keep").version == "2"
    assert wording("keep").text.endswith("everything kept of me is then to be erased: the program says how.")
