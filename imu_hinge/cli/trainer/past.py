"""Clients over weeks, from the history, in words for a screen."""

import time
from collections.abc import Iterator, Sequence

from imu_hinge.cli.people import note_access
from imu_hinge.cli.told import ago, by, day, title, when
from imu_hinge.core.progression import (
    Proposal,
    Standing,
    proposal_words,
    reason_lines,
    step_words,
    tick_words,
)
from imu_hinge.history.clients import client
from imu_hinge.history.database import open_history
from imu_hinge.history.flags import Glance, flag_words
from imu_hinge.history.progress import proposals, standing
from imu_hinge.history.weekly import WEEKS, ClientPage, PlanDone, Remark, WeekRow, client_page, week
from imu_hinge.model.plural import counted
from imu_hinge.station.settings import load_settings, settings_path
from imu_hinge.tui.rows import BLANK, Line
from imu_hinge.tui.trainer.past import Week
from imu_hinge.view.words import reps_words

_MOST = 12
"""Sessions, notes and scores on a page."""
_URGENT = frozenset({"pain_stop", "pain_rise"})


class History:
    """Implements `tui.trainer.past.Past`; raises HistoryError, and UsageError for a client who is not in it."""

    def weeks(self) -> Sequence[Week]:
        """All clients, those to look at first."""
        now_ns = time.time_ns()
        with open_history() as history, history.reading() as db:
            rows = sorted(week(db, now_ns), key=urgency)
            proposed = proposals(db, now_ns, [row.client for row in rows], _start_limit())
        return [
            Week(row.client.pseudonym, first_line(row, proposed.get(row.client.id)), second_line(row)) for row in rows
        ]

    def page(self, pseudonym: str) -> Sequence[Line]:
        """All about one; that it was looked at is kept, as everywhere."""
        now_ns = time.time_ns()
        with open_history() as history:
            with history.reading() as db:
                found = client(db, pseudonym)
                seen = client_page(db, found, now_ns)
                stands = standing(db, found, now_ns, _start_limit())
            note_access(history, found, "page", now_ns)
        return list(page_lines(seen, stands))


def _start_limit() -> int:
    """Pain from which no session starts on this machine."""
    return load_settings(settings_path()).pain_start_limit


def urgency(row: WeekRow) -> tuple[bool, int, int, str]:
    """A rise of pain first, then sessions to look at, then those who were not seen for longest."""
    away = row.weeks_away
    return not row.pain_rise, -len(row.flagged), -(away or 0), row.client.display_name or row.client.pseudonym


def first_line(row: WeekRow, proposal: Proposal | None = None) -> Line:
    """`Ann (c-7k2m9xq4)  3 days ago   2 sessions, 48 reps; week before 3, 60   level 2, proposed: on to 3`."""
    this, before = row.this_week, row.week_before
    trained = f"{counted(this.sessions, 'session')}, {counted(this.reps, 'rep')}"
    done = f"   {trained}; week before {before.sessions}, {before.reps}"
    step = step_words(proposal) if proposal and proposal.is_proposed else ""
    level = f"   level {row.level}{f', proposed: {step}' if step else ''}" if row.level else ""
    away = "*caution" if row.weeks_away else "muted"
    return (title(row.client), "*text"), (f"   {ago(row.last_seen_at_ns, row.now_ns)}", away), (done + level, "text")


def second_line(row: WeekRow) -> Line:
    """`pain 2 to 5, rises   look at: 2026-11-20 band_rdl, stopped for pain`."""
    told = "no pain told" if row.pain_first is None else f"pain {row.pain_first} to {row.pain_last}"
    pain = (f"! {told}, rises", "*bad") if row.pain_rise else (f"  {told}", "muted")
    return pain, *(piece for one, found in row.flagged[:1] for piece in _look_at(one, found, len(row.flagged)))


def _look_at(one: Glance, found: tuple[str, ...], count: int) -> Line:
    more = f", and {count - 1} more" if count > 1 else ""
    ink = "*bad" if _URGENT & set(found) else "caution"
    return ((f"   look at: {day(one.started_at_ns)} {one.exercise}, {flag_words(found)}{more}", ink),)


def page_lines(page: ClientPage, stands: Standing) -> Iterator[Line]:
    """Everything, the newest first within each part."""
    yield first_line(page.row, stands.proposal)[1:]
    yield BLANK
    yield from _plan(page, stands)
    yield from _pains(page)
    yield from _part(f"sessions of {WEEKS} weeks", [_session(*one) for one in page.sessions[:_MOST]])
    yield from _part("notes", [line for remark in page.remarks[:_MOST] for line in _remark(remark)])


def _part(name: str, lines: Sequence[Line]) -> Iterator[Line]:
    yield ((name, "*text"),)
    yield from lines or [(("  none", "muted"),)]
    yield BLANK


def _plan(page: ClientPage, stands: Standing) -> Iterator[Line]:
    planned = [f"  {one.exercise} {one.sets} x {one.reps}: this week {_done(one)}" for one in page.row.plan]
    today = [f"  today, {tick_words(one)}" for one in stands.ticks]
    yield from _part("plan", [((words, "text"),) for words in (*planned, *today)])
    reached = [
        f"  level {one.level} since {day(one.at_ns)}, {by(page.authors.get(one.author_id))}: {one.reason}"
        for one in page.levels[:3]
    ]
    proposed = _proposed(stands.proposal) if stands.proposal else []
    yield from _part("level", [((words, "text"),) for words in (*reached, *proposed)])


def _done(one: PlanDone) -> str:
    return f"{counted(one.sets_done, 'set')}, {counted(one.reps_done, 'rep')}"


def _proposed(proposal: Proposal) -> list[str]:
    """With the reasons of a step, or with what is still missing."""
    return [f"  proposed: {proposal_words(proposal)}", *(f"    {line}" for line in reason_lines(proposal))]


def _pains(page: ClientPage) -> Iterator[Line]:
    scores = " ".join(str(one.score) for one in page.pains[-_MOST:])
    rise = page.row.pain_rise
    words = f"  {scores}" + (f", rises by {rise}" if rise else "")
    yield from _part("pain, the newest last", [((words, "*bad" if rise else "text"),)] if scores else [])


def _session(one: Glance, found: tuple[str, ...]) -> Line:
    pains = f", pain {' '.join(map(str, one.pains))}" if one.pains else ""
    past = f", {one.past} past the limit" if one.past else ""
    reps = reps_words(one.counted, one.unsure)
    end = "" if one.ended else ", no end"
    words = f"  {when(one.started_at_ns)}  {one.exercise}  {counted(one.sets, 'set')}, {reps}{past}{pains}{end}"
    flagged = ((f"   ~ {flag_words(found)}", "*bad" if _URGENT & set(found) else "caution"),) if found else ()
    return (words, "text"), *flagged


def _remark(remark: Remark) -> list[Line]:
    who = by(remark.by) if remark.by else "the wearer"
    return [
        ((f"  {when(remark.at_ns)}, {who}", "muted"),),
        *(((f"    {text}", "text"),) for text in remark.text.splitlines()),
    ]
