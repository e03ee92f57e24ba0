"""Two virtual sensors and a controller behind a TCP port, for a client in another process; prints the port first.

python benchmarks/radio_server.py SEED
"""

import asyncio
import socket
import sys

from bumble.transport.tcp_server import open_tcp_server_transport_with_socket

from imu_hinge.virtual.air.controller import AirController
from imu_hinge.virtual.air.simulation import worn_by
from imu_hinge.virtual.scenarios import SCENARIOS


async def serve(seed: int) -> None:
    """Until it is terminated."""
    async with worn_by(SCENARIOS["clean_set"].wearer(seed)) as worn:
        listener = socket.create_server(("127.0.0.1", 0))
        served = await open_tcp_server_transport_with_socket(listener)
        controller = AirController("served", worn.air)
        served.source.set_packet_sink(controller)
        controller.host = served.sink
        print(listener.getsockname()[1], flush=True)
        await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))
