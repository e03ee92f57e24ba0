"""The feed keeps room for everybody, however much one client says."""

from imu_hinge.view.board import BURST, BURST_S, MOST, Board


def said(board: Board, client: str) -> list[str]:
    return [line.words for line in reversed(board.lines()) if line.client == client]


def test_what_is_too_much_of_one_client_becomes_one_line_that_counts_up() -> None:
    board = Board()
    board.post("ann", "rep 1", 0.0)
    for one in range(4_000):
        board.post("ben", f"rep {one}", one / 1_000)
    first = board.lines()[0]
    board.post("ben", "rep 4000", 4.0)
    again = board.lines()[0]
    assert said(board, "ann") == ["rep 1"]
    assert said(board, "ben") == [*(f"rep {one}" for one in range(BURST)), f"{4_001 - BURST} more"]
    assert (first.id, first.more + 1) == (again.id, again.more)


def test_after_a_while_of_quiet_lines_stand_for_themselves_and_another_count_begins() -> None:
    board = Board()
    for _ in range(BURST + 2):
        board.post("ben", "rep", 0.0)
    for _ in range(BURST + 1):
        board.post("ben", "later", BURST_S)
    assert said(board, "ben")[BURST:] == ["2 more", *["later"] * BURST, "1 more"]


def test_only_the_newest_are_kept() -> None:
    board = Board()
    for one in range(MOST + 5):
        board.post(f"c-{one}", "rep", float(one))
    assert [line.id for line in board.lines()] == list(range(MOST + 5, 5, -1))


def test_lines_are_the_same_object_until_something_comes() -> None:
    board = Board()
    board.post("c-1", "set 1 ended: 5 reps")
    before = board.lines()
    assert board.lines() is before
    board.post("c-1", "set 2 ended: 5 reps")
    assert [line.words for line in board.lines()] == ["set 2 ended: 5 reps", "set 1 ended: 5 reps"]
