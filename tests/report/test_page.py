"""The page stands for itself, can be read by everybody, and says the same every time."""

import re
from dataclasses import replace

import pytest

from imu_hinge.report.contents import Contents, anonymous
from imu_hinge.report.page import html
from imu_hinge.view.texts import DISCLAIMER, REPORT_LINE
from tests.made import S
from tests.report.made import BEND, CONTENTS, NOT_JUDGED, SPLIT, UNSURE, WITH_HISTORY, a_set, frames_of
from tests.report.parsed import cells, parsed
from tests.wording import forbidden

SIDES = (a_set(1, {}, {}, side="left"), a_set(2, {}, side="right"))
PAGES: dict[str, Contents] = {
    "recording alone": CONTENTS,
    "with history": WITH_HISTORY,
    "anonymous": anonymous(WITH_HISTORY),
    "sides": replace(CONTENTS, exercise=SPLIT, sets=SIDES, frames=frames_of(SIDES)),
    "assessment": replace(CONTENTS, exercise=BEND),
    "one set": replace(CONTENTS, sets=CONTENTS.sets[:1]),
    "no sets": replace(CONTENTS, sets=()),
    "not calibrated": replace(CONTENTS, sets=(), calibrated=None),
    "all unsure": replace(CONTENTS, sets=(a_set(1, UNSURE, UNSURE),)),
    "no pelvis sensor": replace(CONTENTS, sets=(a_set(1, NOT_JUDGED, NOT_JUDGED),)),
    "no recording": replace(WITH_HISTORY, frames=CONTENTS.frames[:0]),
    "damaged": replace(CONTENTS, damage=("byte 599363: the file ends within a record",)),
}
CHARTS = {
    "with history": ["bars", "overlay", "trend"],
    "no recording": ["bars", "trend"],
    "no pelvis sensor": ["bars"],
    "no sets": [],
}


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    return {name: html(contents) for name, contents in PAGES.items()}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_stands_for_itself(pages: dict[str, str], name: str) -> None:
    page = parsed(pages[name])
    assert not page.all("script") and not page.all("link") and not page.all("img")
    assert not re.search(r"@import|\bon\w+=|javascript:|url\((?!#)", pages[name])
    links = re.findall(r'\b(?:src|href)="([^"]*)"', pages[name])
    assert all(link.startswith("#") for link in links)
    assert set(re.findall(r"https?://[^\"'\s<]+", pages[name])) <= {
        "http://www.w3.org/2000/svg",
        "http://www.w3.org/1999/xlink",
    }


@pytest.mark.parametrize("name", PAGES)
def test_a_page_can_be_read_without_seeing_it(pages: dict[str, str], name: str) -> None:
    page = parsed(pages[name])
    assert page.one("html").attributes["lang"] == "en"
    assert page.one("h1").text == PAGES[name].exercise.title
    assert [cell for table in page.all("table") for cell in table.one("thead").all("th") if not cell.text] == []
    for chart in page.all("svg"):
        assert chart.attributes["role"] == "img"
        for named in chart.attributes["aria-labelledby"].split():
            assert page.one(id=named).text


@pytest.mark.parametrize("name", PAGES)
def test_no_two_parts_of_a_page_have_one_id(pages: dict[str, str], name: str) -> None:
    ids = re.findall(r'\bid="([^"]*)"', pages[name])
    assert len(ids) == len(set(ids))
    targets = re.findall(r'(?:href="#|url\(#)([^")]*)', pages[name])
    assert set(targets) <= set(ids)


@pytest.mark.parametrize("name", PAGES)
def test_the_words_are_plain_and_neutral(pages: dict[str, str], name: str) -> None:
    page = parsed(pages[name])
    assert forbidden(page.one("body").text) == []
    assert REPORT_LINE in page.one("footer").text
    assert DISCLAIMER in page.one("footer").text


@pytest.mark.parametrize("name", CHARTS)
def test_charts_are_there_where_there_is_something_to_draw(pages: dict[str, str], name: str) -> None:
    assert [chart.attributes["id"] for chart in parsed(pages[name]).all("svg")] == CHARTS[name]


def test_the_same_session_gives_the_same_page(pages: dict[str, str]) -> None:
    assert html(WITH_HISTORY) == pages["with history"]


def test_a_page_is_small(pages: dict[str, str]) -> None:
    assert all(len(page.encode()) < 100_000 for page in pages.values())


def test_a_note_is_text_and_nothing_else() -> None:
    page = html(replace(CONTENTS, note="<script>x()</script> & so on"))
    assert not parsed(page).all("script")
    assert "&lt;script&gt;x()&lt;/script&gt; &amp; so on" in page


def test_a_word_of_a_recording_is_no_formula() -> None:
    odd = a_set(1, {}, side="$\\frac$<b>")
    page = parsed(html(replace(CONTENTS, exercise=SPLIT, sets=(odd,))))
    assert "set 1 $\\frac$<b>" in [text.text for text in page.one("svg", id="bars").all("text")]
    assert not page.one("table", class_="sets").all("b")


def test_an_anonymous_page_has_no_pseudonym_date_note_or_id(pages: dict[str, str]) -> None:
    origin = WITH_HISTORY.origin
    telling = (origin.who, origin.recording_id, "2026", "May", "Tuesday", "18:04", WITH_HISTORY.note)
    assert all(one in pages["with history"] for one in telling)
    assert not [one for one in telling if one in pages["anonymous"]]
    assert "since last time" in pages["anonymous"]


def test_nobody_is_named_who_has_no_pseudonym(pages: dict[str, str]) -> None:
    assert "c-00000000" not in html(replace(CONTENTS, origin=replace(CONTENTS.origin, who="")))


def test_a_simulated_session_says_so() -> None:
    assert "simulated session" in html(replace(CONTENTS, origin=replace(CONTENTS.origin, source="simulate")))
    assert "simulated session" not in html(CONTENTS)


def test_every_repetition_stands_in_a_table_too(pages: dict[str, str]) -> None:
    rows = cells(parsed(pages["recording alone"]).one("table", class_="reps"))
    assert [(row["set"], row["rep"], row["back"], row["seen"]) for row in rows[:3]] == [
        ("1", "1", "9°", "good"),
        ("1", "2", "35°", "rounded"),
        ("1", "3", "8°", "good"),
    ]
    assert rows[5]["back"] == "-" and rows[5]["seen"] == "unsure"


def test_the_bars_are_told_in_words(pages: dict[str, str]) -> None:
    told = parsed(pages["recording alone"]).one("desc", id="bars-meaning").text
    assert told == (
        "Bar chart. Limit 31°, close from 23°. set 1: 9° good, 35° past the limit, 8° good. "
        "set 2: 9° good, 25° close, - unsure."
    )


def test_what_is_past_the_limit_is_told_by_sign_word_and_hatching(pages: dict[str, str]) -> None:
    chart = parsed(pages["recording alone"]).one("svg", id="bars")
    signs = [text.text for text in chart.all("text") if text.text in "●~✗?"]
    assert signs == ["●", "✗", "●", "●", "~", "?"]
    assert len(chart.all("pattern")) == 1


def test_pain_is_shown_as_it_was_given() -> None:
    def shown(contents: Contents) -> str:
        found = parsed(html(contents)).all("div", class_="pain")
        return found[0].text if found else ""

    assert shown(CONTENTS) == "Pain, 0 to 10 before 2 after 3"
    in_a_set = replace(CONTENTS, pains=((2 * S, 2), (70 * S, 6), (75 * S, 5)))
    assert shown(in_a_set) == "Pain, 0 to 10 before 2 set 1 5 after -"
    assert shown(replace(in_a_set, sets=())) == "Pain, 0 to 10 before 2 after -"
    assert shown(replace(CONTENTS, pains=(), pain_next_day=1)) == "Pain, 0 to 10 before - after - next day 1"
    assert shown(replace(CONTENTS, pains=())) == ""
