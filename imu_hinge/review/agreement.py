"""Whether the fold says what was said live, in a few words."""

from imu_hinge.analysis import Agreement

SAME, DIFFERS, NOT_WHOLE, NOTHING = "same", "different", "not_whole", "nothing"


def state_of(agreement: Agreement | None) -> str:
    """A word for the answer; None stands for a file in which nothing can have been said."""
    if agreement is None:
        return NOTHING
    if agreement.differs_ns is not None:
        return DIFFERS
    if not agreement.whole:
        return NOT_WHOLE
    return SAME if agreement.events else NOTHING


def agreement_words(agreement: Agreement | None) -> str:
    """`same as live`, `differs from live at 93.1 s`, ..."""
    if agreement is not None and agreement.differs_ns is not None:
        return f"differs from live at {agreement.differs_ns / 1e9:.1f} s"
    return _WORDS[state_of(agreement)]


_WORDS = {
    SAME: "same as live",
    NOT_WHOLE: "parts of the recording are missing; same as live before them",
    NOTHING: "nothing was said live",
}
