"""Clients over weeks, from the history, in words for a screen."""

import time
from collections.abc import Iterator, Sequence

from imu_hinge.cli.people import note_access
from imu_hinge.cli.told import ago, by, day, title, when
from imu_hinge.history.clients import client
from imu_hinge.history.database import open_history
from imu_hinge.history.flags import Glance, flag_words
from imu_hinge.history.weekly import WEEKS, ClientPage, Remark, WeekRow, client_page, week
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
        with open_history() as history, history.reading() as db:
            rows = week(db, time.time_ns())
        return [Week(row.client.pseudonym, first_line(row), second_line(row)) for row in sorted(rows, key=urgency)]

    def page(self, pseudonym: str) -> Sequence[Line]:
        """All about one; that it was looked at is kept, as everywhere."""
        now_ns = time.time_ns()
        with open_history() as history:
            with history.reading() as db:
                found = client(db, pseudonym)
                seen = client_page(db, found, now_ns)
            note_access(history, found, "page", now_ns)
        return list(page_lines(seen))


def urgency(row: WeekRow) -> tuple[bool, int, int, str]:
    """A rise of pain first, then sessions to look at, then those who were not seen for longest."""
    away = row.weeks_away
    return not row.pain_rise, -len(row.flagged), -(away or 0), row.client.display_name or row.client.pseudonym


def first_line(row: WeekRow) -> Line:
    """`Ann (c-7k2m9xq4)  3 days ago   2 sessions, 48 reps; week before 3, 60   level 2`."""
    this, before = row.this_week, row.week_before
    done = f"   {this.sessions} sessions, {this.reps} reps; week before {before.sessions}, {before.reps}"
    level = f"   level {row.level}" if row.level else ""
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


def page_lines(page: ClientPage) -> Iterator[Line]:
    """Everything, the newest first within each part."""
    yield first_line(page.row)[1:]
    yield BLANK
    yield from _plan(page)
    yield from _pains(page)
    yield from _part(f"sessions of {WEEKS} weeks", [_session(*one) for one in page.sessions[:_MOST]])
    yield from _part("notes", [line for remark in page.remarks[:_MOST] for line in _remark(remark)])


def _part(name: str, lines: Sequence[Line]) -> Iterator[Line]:
    yield ((name, "*text"),)
    yield from lines or [(("  none", "muted"),)]
    yield BLANK


def _plan(page: ClientPage) -> Iterator[Line]:
    planned = [
        f"  {one.exercise} {one.sets} x {one.reps}: this week {one.sets_done} sets, {one.reps_done} reps"
        for one in page.row.plan
    ]
    yield from _part("plan", [((words, "text"),) for words in planned])
    reached = [
        f"  level {one.level} since {day(one.at_ns)}, {by(page.authors.get(one.author_id))}: {one.reason}"
        for one in page.levels[:3]
    ]
    yield from _part("level", [((words, "text"),) for words in reached])


def _pains(page: ClientPage) -> Iterator[Line]:
    scores = " ".join(str(one.score) for one in page.pains[-_MOST:])
    rise = page.row.pain_rise
    words = f"  {scores}" + (f", rises by {rise}" if rise else "")
    yield from _part("pain, the newest last", [((words, "*bad" if rise else "text"),)] if scores else [])


def _session(one: Glance, found: tuple[str, ...]) -> Line:
    pains = f", pain {' '.join(map(str, one.pains))}" if one.pains else ""
    past = f", {one.past} past the limit" if one.past else ""
    reps = reps_words(one.counted, one.unsure)
    words = f"  {when(one.started_at_ns)}  {one.exercise}  {one.sets} sets, {reps}{past}{pains}"
    flagged = ((f"   ~ {flag_words(found)}", "*bad" if _URGENT & set(found) else "caution"),) if found else ()
    return (words, "text"), *flagged


def _remark(remark: Remark) -> list[Line]:
    who = by(remark.by) if remark.by else "the wearer"
    return [
        ((f"  {when(remark.at_ns)}, {who}", "muted"),),
        *(((f"    {text}", "text"),) for text in remark.text.splitlines()),
    ]
