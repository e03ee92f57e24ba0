from imu_hinge.sensors.hsp.holes import CLOSE, MOST_HOLES, PIECE, RIPE_NS, TRIES, Hole, Holes

RUN, NEXT_RUN = (7, 1), (7, 2)


def seen(*spans: tuple[int, int]) -> Holes:
    """Live samples of one run that began at index 0, at time 0."""
    holes = Holes()
    holes.started(RUN, 0, 0)
    for first, end in spans:
        holes.saw(RUN, first, end, 0)
    return holes


def asked(holes: Holes, now_ns: int = RIPE_NS) -> tuple[int, int] | None:
    piece = holes.next_piece(now_ns)
    return (piece.first, piece.end) if piece else None


def test_a_run_without_loss_has_no_holes() -> None:
    assert asked(seen((0, 5), (5, 10))) is None


def test_the_first_frame_may_be_lost_too() -> None:
    assert asked(seen((5, 10))) == (0, 5)


def test_a_hole_is_asked_for_when_it_is_ripe() -> None:
    holes = seen((0, 5), (20, 25))
    assert asked(holes, RIPE_NS - 1) is None
    assert asked(holes) == (5, 20)


def test_what_a_resumed_run_missed_is_a_hole() -> None:
    holes = seen((0, 5))
    holes.started(RUN, 300, 0)
    assert asked(holes) == (5, 300)


def test_a_frame_that_was_on_its_way_while_start_was_answered_is_no_hole() -> None:
    holes = seen((0, 5))
    holes.started(RUN, 12, 0)
    holes.saw(RUN, 5, 10, 0)
    holes.saw(RUN, 10, 15, 0)
    assert len(holes) == 0


def test_a_run_joined_in_the_middle_begins_there() -> None:
    holes = Holes()
    holes.started(RUN, 5_000, 0)
    holes.saw(RUN, 5_000, 5_005, 0)
    assert len(holes) == 0


def test_another_run_ends_the_holes_of_the_one_before() -> None:
    holes = seen((0, 5), (20, 25))
    holes.started(NEXT_RUN, 0, 0)
    assert (asked(holes), len(holes), holes.lost) == (None, 0, 15)


def test_long_holes_are_asked_for_in_pieces_oldest_first() -> None:
    holes = seen((0, 5), (12_005, 12_010))
    pieces = []
    while piece := asked(holes):
        pieces.append(piece)
        holes.fill(*piece)
    assert pieces == [(5, 5 + PIECE), (5 + PIECE, 5 + 2 * PIECE), (5 + 2 * PIECE, 12_005)]


def test_what_is_left_of_a_piece_is_asked_for_again() -> None:
    holes = seen((0, 5), (25, 30))
    holes.fill(10, 15)
    assert (holes.missing(5, 25), len(holes)) == (15, 15)
    assert asked(holes) == (5, 25)
    holes.fill(0, 12)
    assert asked(holes) == (15, 25)


def test_holes_close_together_are_asked_for_at_once() -> None:
    near, far = 10 + CLOSE, 10 + CLOSE + 5 + CLOSE + 1
    holes = seen((0, 5), (10, near), (near + 5, far), (far + 5, far + 10))
    assert asked(holes) == (5, near + 5)
    holes.fill(5, near + 5)
    assert asked(holes) == (far, far + 5)


def test_a_hole_asked_for_in_vain_too_often_is_lost_and_no_other() -> None:
    holes = seen((0, 5), (10, 500), (505, 510))
    for _ in range(2):
        assert asked(holes) == (5, 10)
        holes.tried(5, 10, TRIES // 2)
    assert (asked(holes), holes.lost) == ((500, 505), 5)


def test_a_new_connection_gives_every_hole_all_its_tries() -> None:
    holes = seen((0, 5), (10, 15))
    holes.tried(5, 10, TRIES - 1)
    holes.try_again()
    assert holes.next_piece(RIPE_NS) == Hole(5, 10, RIPE_NS)


def test_what_the_ring_does_not_hold_any_more_is_lost() -> None:
    holes = seen((0, 5), (10, 15), (30, 35))
    holes.lose_before(22)
    assert (asked(holes), holes.lost) == ((22, 30), 5 + 7)


def test_there_are_never_more_than_so_many_holes() -> None:
    holes = seen(*((i, i + 5) for i in range(0, 10 * (MOST_HOLES + 50), 10)))
    assert len(holes) == 5 * MOST_HOLES
    assert holes.lost == 5 * 49
