"""The questions before a session on the screen, answered by keys and by taps."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable

import pytest
from textual.app import App
from textual.pilot import Pilot
from textual.widgets import Input, Static
from textual.widgets._footer import FooterKey

from imu_hinge.gate import texts
from imu_hinge.gate.interview import Interview, begin
from imu_hinge.gate.questions import QUESTIONS
from imu_hinge.tui.gate import GateScreen
from imu_hinge.tui.override import OverrideScreen
from imu_hinge.tui.targets import Target

ALL_FINE = ["n", "n", "n", "2", "n"]
SIZES = [(80, 24), (120, 40), (200, 60)]


class Host(App[None]):
    """Shows the gate and keeps what it gave."""

    AUTO_FOCUS = None
    given: Interview | None = None

    def on_mount(self) -> None:
        self.push_screen(GateScreen(begin("live", {}, "2026-07-14", 5)), self.keep)

    def keep(self, interview: Interview | None) -> None:
        self.given = interview


Looks = Callable[[Pilot[None]], Awaitable[None]]


def after(keys: Iterable[str], look: Looks | None = None, size: tuple[int, int] = (80, 24)) -> Host:
    """The host after these keys; `look` sees it while it runs."""
    app = Host()

    async def run() -> None:
        async with app.run_test(size=size) as pilot:
            for name in keys:
                await pilot.press(name)
            await pilot.pause()
            if look:
                await look(pilot)

    asyncio.run(run())
    return app


def shown(pilot: Pilot[None]) -> str:
    """All words of the screen."""
    return "\n".join(str(one.content) for one in pilot.app.screen.query(Static))


def said(app: Host) -> list[str]:
    """The answers that were given back; nothing while the screen is still there."""
    return [argument for _, argument in app.given.commands] if app.given else []


def offered(pilot: Pilot[None]) -> list[str]:
    """The keys of the footer."""
    return [one.key for one in pilot.app.screen.query(FooterKey)]


def test_all_questions_answered_give_the_interview_back() -> None:
    app = after(ALL_FINE)
    assert said(app) == ["a1 no", "a2 no", "b no", "c 2", "d no"]
    assert app.given and app.given.verdict.may_train


@pytest.mark.parametrize("size", SIZES)
def test_one_question_at_a_time_is_shown_whole_with_targets_three_rows_high(size: tuple[int, int]) -> None:
    async def look(pilot: Pilot[None]) -> None:
        for number, (question, key) in enumerate(zip(QUESTIONS.values(), ALL_FINE, strict=True), start=1):
            words = [f"{number} of 5", question.words, *question.items]
            assert [one for one in words if one not in shown(pilot)] == []
            targets = pilot.app.screen.query(Target)
            assert len(targets) == len(question.answers)
            assert {one.region.height for one in targets} == {3}
            whole = pilot.app.screen.size.region
            assert all(whole.contains_region(one.region) for one in pilot.app.screen.query(Static))
            await pilot.press(key)
            await pilot.pause()

    after([], look, size)


@pytest.mark.parametrize(
    ("keys", "refusal"),
    [
        (["y"], texts.GET_HELP),
        (["n", "y"], texts.SEE_SOMEONE),
        (["n", "n", "y"], texts.CALM_DOWN),
        (["n", "n", "n", "x"], texts.TOO_MUCH),
        (["n", "n", "n", "2", "y"], texts.NOT_THERE),
    ],
)
def test_a_refusal_stays_until_enter(keys: list[str], refusal: str) -> None:
    async def look(pilot: Pilot[None]) -> None:
        await pilot.press("n", "y", "5", "escape", "space", "q")
        assert refusal in shown(pilot)
        await pilot.press("enter")

    app = after(keys, look)
    assert app.given and app.given.verdict.words == refusal


@pytest.mark.parametrize(
    ("keys", "keys_offered"),
    [
        ([], []),
        (["n"], ["b"]),
        (["n", "n", "n"], ["x", "enter", "b"]),
        (["n", "n", "n", "7"], ["enter", "b", "t"]),
        (["y"], ["enter", "b"]),
    ],
)
def test_the_footer_offers_what_is_possible(keys: list[str], keys_offered: list[str]) -> None:
    async def look(pilot: Pilot[None]) -> None:
        assert offered(pilot) == keys_offered

    after(keys, look)


def test_a_mistake_is_asked_again_and_both_answers_are_kept() -> None:
    app = after(["b", "n", "y", "b", "n", "n", "2", "n"])
    assert said(app) == ["a1 no", "a2 yes", "a2 mistake", "a2 no", "b no", "c 2", "d no"]


def test_keys_of_another_question_do_nothing() -> None:
    assert said(after(["3", "x", "enter", "n", "n", "n", "y", "n", "3", "4", "n"])) == [
        "a1 no",
        "a2 no",
        "b no",
        "c 3",
        "d no",
    ]


def test_pain_may_stay_without_a_number() -> None:
    assert said(after(["n", "n", "n", "enter", "n"]))[3] == "c unanswered"


def test_a_trainer_writes_name_and_reason() -> None:
    app = after(["n", "n", "n", "x", "t", *"Ann", "enter", "enter", *"no pb", "enter", "n"])
    assert said(app)[3:] == ["c 10", "c override by Ann: no pb", "d no"]


def test_leaving_the_trainers_lines_leaves_the_refusal() -> None:
    async def look(pilot: Pilot[None]) -> None:
        assert texts.TOO_MUCH in shown(pilot)

    assert after(["n", "n", "n", "x", "t", *"Ann", "enter", "escape"], look).given is None


def test_without_a_reason_nothing_is_overridden() -> None:
    async def look(pilot: Pilot[None]) -> None:
        assert isinstance(pilot.app.screen, OverrideScreen)
        assert pilot.app.screen.query_one("#reason", Input).has_focus

    after(["n", "n", "n", "x", "t", *"Ann", "enter", "enter", "space", "enter"], look)


@pytest.mark.parametrize("keys", [["y"], ["n", "y"], ["n", "n", "y"], ["n", "n", "n", "2", "y"]])
def test_only_pain_is_left_to_the_trainer(keys: list[str]) -> None:
    async def look(pilot: Pilot[None]) -> None:
        assert isinstance(pilot.app.screen, GateScreen)

    after([*keys, "t"], look)


def test_everything_can_be_tapped() -> None:
    app = Host()

    async def run() -> None:
        async with app.run_test(size=(80, 24)) as pilot:
            for which in (0, 0, 0, 4, 0):
                await pilot.pause()
                await pilot.click(app.screen.query(Target)[which])
            await pilot.pause()

    asyncio.run(run())
    assert said(app) == ["a1 no", "a2 no", "b no", "c 4", "d no"]


@pytest.mark.parametrize("keys", [[], ["n", "n", "n"], ["y"], ["n", "n", "n", "7", "t"]])
def test_any_size_is_drawn(keys: list[str]) -> None:
    async def look(pilot: Pilot[None]) -> None:
        for size in ((40, 12), (20, 6), (10, 3), (80, 24)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert pilot.app.screen.size == size

    after(keys, look)


def test_a_small_screen_scrolls_to_the_answers() -> None:
    async def look(pilot: Pilot[None]) -> None:
        await pilot.press("end")
        await pilot.pause()
        region = pilot.app.screen.query(Target)[0].region
        assert region.bottom <= pilot.app.screen.size.height

    after([], look, (40, 10))
