"""Writes messages into an MCAP file by the rules that make it readable from any intact minute."""

import json
from typing import IO, Any, Protocol, cast

from imu_hinge.recording.about import About, sealed, to_json, to_metadata
from imu_hinge.recording.channels import Channel, Key, compact, fixed_channels
from imu_hinge.recording.schemas import SCHEMAS

PROFILE = "imu_hinge"
RECORDING, END, HEALED = "imu_hinge.recording", "imu_hinge.end", "imu_hinge.healed"
_CHUNK_BYTES = 1 << 20
_SESSION_EVERY_NS = 60_000_000_000
_SESSION_ID = 1


class Output(Protocol):
    """Where the bytes go."""

    def write(self, data: bytes) -> int:
        """Append all of `data`."""
        ...

    def tell(self) -> int:
        """Bytes written."""
        ...

    def flush(self) -> None:
        """Hand everything on."""
        ...


class Store:
    """One MCAP file being written. Raises what `out` raises; a Store that raised is of no more use."""

    def __init__(self, out: Output, about: About) -> None:
        from mcap.writer import CompressionType, Writer  # takes 70 ms, and reading does without

        self._about = about
        self._writer: Any = Writer(
            cast(IO[bytes], out), _CHUNK_BYTES, CompressionType.ZSTD, enable_crcs=True, enable_data_crcs=True
        )
        self._writer.start(PROFILE)
        self._writer.add_metadata(RECORDING, to_metadata(about))
        self._schemas = {name: self._register_schema(name) for name in SCHEMAS}
        self._channels: list[Channel] = []
        self._ids: dict[Key, int] = {}
        self._reminders, self._fresh, self._reminded_ns = 0, True, 0
        for channel in fixed_channels(about.drivers):
            self._register(channel)
        self._remind(0, 0)
        self.flush()

    def add(self, channel: Channel, index: int, t_ns: int, data: bytes) -> None:
        """Append one message; `index` is that of the input it is or was caused by, `t_ns` session time."""
        ident = self._ids.get(channel.key) or self._register(channel)
        self._remind(index, t_ns)
        self._message(ident, index, t_ns, data)

    def flush(self) -> None:
        """Hand everything to the operating system as a chunk of its own."""
        self._writer.flush()
        self._fresh = True

    def end(self, inputs: int, duration_ns: int, reason: str, healed: dict[str, Any] | None = None) -> None:
        """Write the closing records; nothing may follow."""
        self._reminders, self._fresh = 1, True  # so that a short recording survives the loss of its beginning
        self._remind(inputs, duration_ns)
        self.flush()
        if healed is not None:
            values = {key: value if isinstance(value, str) else json.dumps(value) for key, value in healed.items()}
            self._writer.add_metadata(HEALED, sealed(values))
        values = {"inputs": str(inputs), "duration_ns": str(duration_ns), "reason": reason}
        self._writer.add_metadata(END, sealed(values))
        self._writer.finish()

    def _register_schema(self, name: str) -> int:
        return int(self._writer.register_schema(name, "jsonschema", compact(SCHEMAS[name])))

    def _register(self, channel: Channel) -> int:
        schema = self._schemas.get(channel.schema, 0)
        ident = int(self._writer.register_channel(channel.topic, channel.encoding, schema, dict(channel.metadata)))
        self._ids[channel.key] = ident
        self._channels.append(channel)
        self._reminders, self._fresh = 2, True
        return ident

    def _remind(self, index: int, t_ns: int) -> None:
        """Say again what the file is: in two chunks after a change of channels, and once a minute."""
        due = self._fresh and self._reminders > 0
        if due or t_ns - self._reminded_ns >= _SESSION_EVERY_NS:
            self._reminders = max(0, self._reminders - 1)
            self._reminded_ns = t_ns
            self._message(_SESSION_ID, index, t_ns, self._session())
        self._fresh = False

    def _session(self) -> bytes:
        table = [
            {"id": ident, "topic": one.topic, "encoding": one.encoding, "metadata": dict(one.metadata)}
            for ident, one in enumerate(self._channels, start=_SESSION_ID)
        ]
        return compact({**to_json(self._about), "channels": table})

    def _message(self, ident: int, index: int, t_ns: int, data: bytes) -> None:
        log_time = self._about.start_wall_ns + t_ns
        self._writer.add_message(ident, log_time, data, log_time, index)
