"""When a session is shown on a screen, and when as lines."""

import argparse
import io
import sys

import pytest

from imu_hinge.cli.terminal import screen_wanted


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def wanted(
    monkeypatch: pytest.MonkeyPatch,
    *,
    kind: str = "xterm-256color",
    pipe: str = "",
    plain: bool = False,
    json: bool = False,
) -> bool:
    """On a terminal of this kind, where one stream may be a pipe."""
    monkeypatch.setenv("TERM", kind)
    for name in ("stdin", "stdout"):
        monkeypatch.setattr(sys, name, io.StringIO() if name == pipe else Terminal())
    return screen_wanted(argparse.Namespace(plain=plain, json=json))


def test_a_terminal_shows_the_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    assert wanted(monkeypatch)


def test_other_forms_are_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not wanted(monkeypatch, plain=True)
    assert not wanted(monkeypatch, json=True)


@pytest.mark.parametrize("pipe", ["stdin", "stdout"])
def test_a_pipe_gets_lines(pipe: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not wanted(monkeypatch, pipe=pipe)


def test_a_terminal_without_a_cursor_gets_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not wanted(monkeypatch, kind="dumb")
