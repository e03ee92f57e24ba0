"""Virtual wearers and a controller behind a TCP port, for a station in another process; prints port and beginning.

python benchmarks/room_server.py SEED COUNT
"""

import asyncio
import socket
import sys
from collections.abc import Sequence

from bumble.transport.tcp_server import open_tcp_server_transport_with_socket

from imu_hinge.virtual.air.controller import AirController
from imu_hinge.virtual.air.simulation import Simulation, open_crowd
from imu_hinge.virtual.crowds import crowd

_PRESS_S = 20.0


async def serve(seed: int, count: int, names: Sequence[str]) -> None:
    """Until it is terminated. The beginning is the monotonic clock's time 0 of the first wearer."""
    members = crowd(count, seed, names)
    for one in members:
        _ = one.wearer.readings  # made before time runs
    async with open_crowd([(one.scenario, one.wearer) for one in members]) as simulated:
        listener = socket.create_server(("127.0.0.1", 0))
        served = await open_tcp_server_transport_with_socket(listener)
        controller = AirController("served", simulated.worn.air)
        served.source.set_packet_sink(controller)
        controller.host = served.sink
        pressing = asyncio.create_task(_press(simulated))
        print(listener.getsockname()[1], simulated.worn.began_s, flush=True)
        await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
        pressing.cancel()


async def _press(simulated: Simulation) -> None:
    """Somebody presses the buttons until all are paired: a sensor lets itself be paired for 60 s only."""
    sensors = [sensor for worn in simulated.everybody for sensor in worn.sensors.values()]
    while not all(sensor.is_connected for sensor in sensors):
        await asyncio.sleep(_PRESS_S)
        for sensor in sensors:
            if sensor.is_on and not sensor.is_connected:
                sensor.press_button()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3].split(",")))
