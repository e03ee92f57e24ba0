"""Textual takes the same style sheets apart again for every app, an eighth of the time of these tests: here, once."""

from collections.abc import Iterator
from functools import cache

import pytest
from textual.css import parse, stylesheet
from textual.css.tokenize import tokenize, tokenize_values
from textual.css.tokenizer import Token


@cache
def _tokens(css: str, read_from: tuple[str, str]) -> tuple[Token, ...]:
    return tuple(tokenize(css, read_from))


@cache
def _values(variables: frozenset[tuple[str, str]]) -> dict[str, list[Token]]:
    return tokenize_values(dict(variables))


@pytest.fixture(scope="session", autouse=True)
def style_sheets_are_read_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parse, "tokenize", _tokens)
        patch.setattr(stylesheet, "tokenize_values", lambda variables: _values(frozenset(variables.items())))
        yield
