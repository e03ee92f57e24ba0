"""Words in block letters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imu_hinge.cues.banners import word_list
from imu_hinge.tui.blocks import Fill, draw, scale, width_px
from imu_hinge.tui.font import GLYPHS

texts = st.text(st.sampled_from(sorted(GLYPHS)), max_size=8)
sizes = st.integers(0, 120)


def test_a_letter_is_five_pixels_wide_and_there_is_one_between_two() -> None:
    assert width_px("8") == 5
    assert width_px("12") == 11
    assert width_px("! ARCH") == 1 + 1 + 3 + 1 + 4 * 5 + 3


def test_the_letters_of_the_smallest_scale_are_half_a_row_per_pixel() -> None:
    assert draw("L", 9, 4) == ("  █      ", "  █      ", "  █      ", "  ▀▀▀▀▀  ")


@pytest.mark.parametrize(("columns", "rows", "k"), [(80, 8, 2), (120, 12, 3), (200, 19, 5), (80, 3, 0), (35, 40, 1)])
def test_the_largest_scale_that_fits_is_taken(columns: int, rows: int, k: int) -> None:
    assert scale("! ARCH", columns, rows) == k


@given(texts, sizes, sizes, st.sampled_from(Fill))
def test_there_are_as_many_rows_and_cells_as_asked_for(text: str, columns: int, rows: int, ink: Fill) -> None:
    drawn = draw(text, columns, rows, ink)
    assert len(drawn) == rows
    assert {len(row) for row in drawn} <= {columns}


@given(texts.filter(str.strip), st.integers(20, 200), st.integers(4, 60))
def test_a_word_is_in_the_middle(text: str, columns: int, rows: int) -> None:
    k = scale(text, columns, rows)
    left = min((len(row) - len(row.lstrip()) for row in draw("H", columns, rows) if row.strip()), default=0)
    assert k == 0 or abs(2 * left + 5 * scale("H", columns, rows) - columns) <= 1


@pytest.mark.parametrize("ink", [Fill.HATCHED, Fill.ASCII, Fill.ASCII_HATCHED])
@pytest.mark.parametrize("rows", range(7, 40))
def test_ink_without_half_blocks_is_drawn_in_whole_rows(ink: Fill, rows: int) -> None:
    assert scale("8", 200, rows, ink) % 2 == 0
    drawn = {cell for row in draw("8", 200, rows, ink) for cell in row}
    assert drawn == {" ", ink.value[-1]}


@pytest.mark.parametrize("rows", range(7, 40))
def test_even_scales_have_sharp_edges(rows: int) -> None:
    drawn = {cell for row in draw("8", 200, rows) for cell in row}
    assert scale("8", 200, rows) % 2 or drawn == {" ", "█"}


def test_where_no_block_letters_fit_the_word_is_plain() -> None:
    assert draw("12", 10, 3) == ("          ", "    12    ", "          ")


def test_a_word_with_letters_that_the_font_has_not_is_plain() -> None:
    assert scale("RÜCKEN", 200, 60) == 0
    assert "RÜCKEN" in draw("RÜCKEN", 80, 7)[3]


def test_zero_is_open_so_that_it_is_not_read_as_an_eight() -> None:
    assert GLYPHS["0"][3] == "#...#"


@pytest.mark.parametrize("glyph", ["", "! ", "~ ", "? "])
@pytest.mark.parametrize("word", [*word_list(), "WAIT"])
def test_every_word_of_the_band_is_seven_rows_high_in_80_columns(word: str, glyph: str) -> None:
    assert scale(f"{glyph}{word}", 80, 8) >= 2
    assert len(word) <= 5
