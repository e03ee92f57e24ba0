"""The example in deploy/mosquitto, as `trainer setup` writes it: `python -m tests.remote.example` writes it again."""

from pathlib import Path

from imu_hinge.remote.setup.configuration import configuration, service
from imu_hinge.remote.setup.room import Place, Room, access_list

DEPLOY = Path(__file__).resolve().parents[2] / "deploy" / "mosquitto"
ROOM = Room(
    Place("gym.local", 8883, "192.168.1.20"),
    ("t-anna", "t-bob"),
    {"c-7k3m9q2x": ("t-anna", "t-bob"), "c-5n8p1r4t": ("t-anna",)},
)
FOLDER = "/home/coach/room"


def example() -> dict[str, str]:
    """Name of the file -> what stands in it."""
    return {
        "hinge.conf": configuration(ROOM, FOLDER),
        "acl": access_list(ROOM),
        "hinge-broker.service": service(FOLDER, "coach", "/usr/sbin/mosquitto"),
    }


if __name__ == "__main__":
    for name, text in example().items():
        (DEPLOY / name).write_text(text, encoding="utf-8")
