"""The automaton of a link as a table: which state may follow which. docs/link_states.md is drawn from it."""

from dataclasses import dataclass

from imu_hinge.model.inputs import LinkState

MEANING = {
    LinkState.SEARCHING: "scanning for this sensor",
    LinkState.CONNECTING: "found: connecting, setting up, asking for the stream",
    LinkState.STREAMING: "data has come on this connection",
    LinkState.SILENT: "connected, and the newest data is too old",
    LinkState.LOST: "the link ended or was given up; the reason stands beside it",
    LinkState.NO_BLUETOOTH: "adapter, service or permission is missing; the remedy stands beside it",
    LinkState.STOPPED: "stopped by us; nothing follows",
}
"""When each state is entered."""

_ANYWHERE = (LinkState.NO_BLUETOOTH, LinkState.STOPPED)
NEXT: dict[LinkState, tuple[LinkState, ...]] = {
    LinkState.SEARCHING: (LinkState.CONNECTING, *_ANYWHERE),
    LinkState.CONNECTING: (LinkState.STREAMING, LinkState.SEARCHING, LinkState.LOST, *_ANYWHERE),
    LinkState.STREAMING: (LinkState.SILENT, LinkState.LOST, *_ANYWHERE),
    LinkState.SILENT: (LinkState.STREAMING, LinkState.LOST, *_ANYWHERE),
    LinkState.LOST: (LinkState.SEARCHING, *_ANYWHERE),
    LinkState.NO_BLUETOOTH: (LinkState.SEARCHING, LinkState.STOPPED),
    LinkState.STOPPED: (),
}
"""Every transition there is. A state may also be told again with other words or another battery level."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the documented table."""

    state: LinkState
    meaning: str
    following: tuple[LinkState, ...]


def table() -> list[Row]:
    """The table for the documents."""
    return [Row(state, MEANING[state], NEXT[state]) for state in LinkState]


def check(before: LinkState | None, after: LinkState) -> None:
    """Raises ValueError for a transition that is not in the table; a link begins with SEARCHING."""
    allowed = (LinkState.SEARCHING,) if before is None else (before, *NEXT[before])
    if after not in allowed or before is LinkState.STOPPED:
        raise ValueError(f"a link cannot go from {before or 'nothing'} to {after}")
