"""The questions before a session in a plain terminal."""

import io
import sys

import pytest

from imu_hinge.cli.asking import Asked, ask
from imu_hinge.gate import texts
from imu_hinge.station.settings import Settings
from tests.wording import forbidden

DAY = "2026-07-14"
FINE = {"a1": DAY, "a2": DAY, "b": DAY, "d": DAY}


class Terminal(io.StringIO):
    """Someone types these lines; with ^C among them, that key; then ends the input."""

    def isatty(self) -> bool:
        return True

    def readline(self, size: int = -1, /) -> str:  # type: ignore[override]
        line = super().readline()
        if line == "^C\n":
            raise KeyboardInterrupt
        return line


def typing(lines: list[str], monkeypatch: pytest.MonkeyPatch, settings: Settings | None = None) -> Asked:
    monkeypatch.setattr(sys, "stdin", Terminal("".join(f"{line}\n" for line in lines)))
    return ask("live", settings or Settings(), DAY)


def gate(*arguments: str) -> tuple[tuple[str, str], ...]:
    return tuple(("gate", one) for one in arguments)


def test_all_answers_open_the_session_and_are_said_into_it(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = typing(["n", "NO", " n ", "2", "n"], monkeypatch)
    assert asked == Asked(Settings(gate_answered=FINE), gate("a1 no", "a2 no", "b no", "c 2", "d no"))


def test_the_second_time_that_day_only_pain_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings(gate_answered=FINE)
    assert typing(["10", "t", "Anna K.", "walks well"], monkeypatch, settings) == Asked(
        settings, gate("c 10", "c override by Anna K.: walks well")
    )
    assert typing([""], monkeypatch, settings).commands == gate("c unanswered")


@pytest.mark.parametrize(
    ("lines", "refused"),
    [
        (["y", ""], texts.GET_HELP),
        (["n", "y", ""], texts.SEE_SOMEONE),
        (["n", "n", "y", ""], texts.CALM_DOWN),
        (["n", "n", "n", "5", ""], texts.TOO_MUCH),
        (["n", "n", "n", "2", "yes", ""], texts.NOT_THERE),
        (["n", "n", "n", "7", "t", "Anna K.", "", ""], texts.TOO_MUCH),
        (["n", "y", "t", "Anna K.", "walks well", ""], texts.SEE_SOMEONE),
    ],
)
def test_an_answer_in_the_way_ends_it_with_its_words(
    lines: list[str], refused: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert typing(lines, monkeypatch).refused == refused
    err = capsys.readouterr().err
    assert refused in err
    assert (texts.TRAINER_NAME in err) is ("7" in lines)


@pytest.mark.parametrize(
    "lines", [[], ["n"], ["n", "n", "n"], ["n", "n", "n", "2"], ["n", "^C"], ["n", "n", "n", "^C"]]
)
def test_leaving_is_no_session(
    lines: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = typing(lines, monkeypatch)
    assert (asked.refused, asked.commands, asked.settings) == (texts.UNANSWERED, (), Settings())
    assert capsys.readouterr().err.endswith(f"{texts.UNANSWERED}\n")


def test_a_mistake_is_asked_again_and_both_answers_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = typing(["n", "y", "b", "n", "n", "b", "n", "3", "n"], monkeypatch)
    assert asked.commands == gate("a1 no", "a2 yes", "a2 mistake", "a2 no", "b no", "b mistake", "b no", "c 3", "d no")


def test_a_refusal_ends_with_enter_and_with_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = typing(["y", "n", "what", "t", "b", "n", "n", "n", "3", "n"], monkeypatch)
    assert asked.commands[:3] == gate("a1 yes", "a1 mistake", "a1 no")


def test_what_is_no_answer_is_asked_again(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    asked = typing(["", "b", "perhaps", "n", "n", "n", "11", "three", "3", "n"], monkeypatch)
    assert asked.commands == gate("a1 no", "a2 no", "b no", "c 3", "d no")
    assert capsys.readouterr().err.count(texts.SIGNS) == 4


def test_without_a_terminal_nobody_is_asked(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("y\n"))
    assert ask("live", Settings(), DAY) == Asked(Settings(), gate("not asked"))
    assert capsys.readouterr() == ("", f"imu-hinge: {texts.NOT_ASKED}\n")


def test_questions_leave_standard_output_to_the_events(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typing(["n", "n", "n", "6", "t", "Anna K.", "walks well", "n"], monkeypatch)
    out, err = capsys.readouterr()
    assert out == ""
    assert forbidden(err) == []
    for words in ("1 of 5", *texts.SIGNS_ITEMS, *texts.HISTORY_ITEMS, texts.ACUTE, texts.PAIN_NOW, *texts.PLACE_ITEMS):
        assert words in err


@pytest.mark.parametrize(("error_too", "asked_at"), [(False, "stdout"), (True, "stderr")])
def test_it_is_asked_at_the_terminal(error_too: bool, asked_at: str, monkeypatch: pytest.MonkeyPatch) -> None:
    streams = {"stdout": Terminal(), "stderr": Terminal() if error_too else io.StringIO()}
    for name, stream in streams.items():
        monkeypatch.setattr(sys, name, stream)
    typing(["n", "n", "n", "2", "n"], monkeypatch)
    assert [name for name, stream in streams.items() if texts.SIGNS in stream.getvalue()] == [asked_at]
