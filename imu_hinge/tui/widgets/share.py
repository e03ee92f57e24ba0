"""How the movement of this instant is shared between pelvis and low back."""

from collections.abc import Sequence

from imu_hinge.tui.rows import Piece, Row, spread
from imu_hinge.tui.widgets.drawn import Drawn
from imu_hinge.view.snapshot import Snapshot

_NONE = -1


class ShareBar(Drawn[int]):
    """A bar of two parts and their names. Pelvis, not hip: there is no sensor on the thigh."""

    def see(self, snapshot: Snapshot) -> int:
        """Per cent of the pelvis; -1 where the movement is too small to be shared out."""
        share = snapshot.angles.hinge_share
        return _NONE if share is None else round(100 * max(0.0, min(1.0, share)))

    def draw(self, pelvis: int, width: int, height: int) -> Sequence[Row]:
        """The bar, then the names."""
        inner = max(1, width - 2)
        known = pelvis != _NONE
        cells = round(inner * pelvis / 100)
        bar: list[Piece] = [("█" * cells, "pelvis"), ("▓" * (inner - cells), "back")]
        shown = bar if known else [("░" * inner, "muted-on-panel")]
        left, right = (f"{pelvis} %", f"{100 - pelvis} %") if known else ("--", "--")
        names = spread([(f" PELVIS {left}", "pelvis")], [(f"LOW BACK {right} ", "back")], width)
        return [[(" ", "text"), *shown], names][:height]
