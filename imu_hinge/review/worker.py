"""The process of `imu_hinge.review.beside`: takes one question on standard input, answers on standard output."""

import os
import pickle
import signal
import sys
from contextlib import suppress

from imu_hinge.review.beside import answered

_NICENESS = 5
"""The screen comes first."""


def main() -> None:
    """Answers until the end, or until nobody listens."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the terminal sends it to both
    if hasattr(os, "nice"):
        os.nice(_NICENESS)
    with suppress(BrokenPipeError), os.fdopen(os.dup(sys.stdout.fileno()), "wb") as answers:
        path, exercise, compare, shown = pickle.load(sys.stdin.buffer)
        for news in answered(path, exercise, compare, shown):
            pickle.dump(news, answers)
            answers.flush()
        pickle.dump(None, answers)


if __name__ == "__main__":
    main()
