"""Which numbers came to this program, whatever was kept by others. Pure."""


class Had:
    """All up to `up_to`, and some beyond it."""

    def __init__(self, up_to: int) -> None:
        self._up_to = up_to
        self._beyond: set[int] = set()

    def add(self, seq: int) -> bool:
        """Whether it had not come yet."""
        if seq <= self._up_to or seq in self._beyond:
            return False
        self._beyond.add(seq)
        self._close_up()
        return True

    def reach(self, held: int) -> bool:
        """All up to `held` are kept: whether one of them did not come here. It counts as come from then on."""
        if held <= self._up_to:
            return False
        self._up_to = held
        self._beyond = {seq for seq in self._beyond if seq > held}
        self._close_up()
        return True

    def _close_up(self) -> None:
        while self._up_to + 1 in self._beyond:
            self._up_to += 1
            self._beyond.remove(self._up_to)
