"""In which exercises the virtual wearer can make which fault, and how large."""

MADE_IN = {
    "lumbar_flexion": ("band_rdl", "rdl_row"),
    "low_hinge_share": ("band_rdl", "band_hinge", "split_stance_hinge"),
    "arch_lost": ("band_rdl", "band_hinge", "split_stance_hinge"),
    "row_arch_lost": ("rdl_row",),
    "incomplete_lockout": ("band_rdl", "band_hinge", "split_stance_hinge"),
    "not_tall": ("band_rdl", "band_hinge", "split_stance_hinge"),
    "forward_lean": ("band_rdl", "rdl_row"),
    "overextension": ("band_rdl", "band_hinge", "split_stance_hinge"),
    "side_shift": ("split_stance_hinge",),
    "shallow": ("band_rdl", "band_hinge", "rdl_row"),
    "speed_loss": ("band_rdl", "band_hinge", "rdl_row"),
}
"""Exercises in which a clear size of each fault can be made; `tempo` is never judged: a session has no plan."""
SIZES_DEG = {("incomplete_lockout", exercise): 16.0 for exercise in ("band_hinge", "split_stance_hinge")}
"""Where the usual size leaves less than half of the way up, which is no repetition."""
