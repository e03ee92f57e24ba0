"""A user with one client, of whom everything is known."""

from pathlib import Path

import pytest

from imu_hinge.cli import main
from tests.cli.clients.asked import NOTE
from tests.cli.homes import RECORDINGS, Home, moved_to
from tests.made import bends_csv


@pytest.fixture(scope="session")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ann is known there; recordings are folded once."""
    path, folder = tmp_path_factory.mktemp("trained"), tmp_path_factory.mktemp("recorded")
    with pytest.MonkeyPatch.context() as patch:
        moved_to(path, patch)
        paths = [str(RECORDINGS / "forward_bend.mcap"), str(folder / "today.mcap")]
        source = str(bends_csv(folder / "bends.csv"))
        assert main(["import", source, "-o", paths[1], "--exercise", "forward_bend"]) == 0
        assert main(["clients", "add", "Ann", "--birth-year", "1990", "--consent", "keep"]) == 0
        assert main(["sessions", "import", *paths, "--client", "Ann"]) == 0
        assert main(["clients", "note", "Ann", NOTE, "--by", "Tess"]) == 0
        assert main(["clients", "limit", "Ann", "lumbar_flexion", "10", "15"]) == 0
    return path


@pytest.fixture
def ann(trained: Path, home: Home) -> Home:
    """A user with Ann."""
    return home.like(trained)
