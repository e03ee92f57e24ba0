"""Every time limit of the radio, in seconds of loop time. No call into the stack goes without: D-Bus calls stall."""

SCAN_S = 10.0
"""One search for one sensor; then the lock is free for the other's."""
SCAN_START_S = 5.0
SCAN_STOP_S = 5.0
SETTLE_S = 1.5
"""How long a search listens on after the first sensor of a role nobody has used before: a second one may be there.
Sensors that are not in a hurry advertise every 1.0 to 1.1 s (PROTOCOL.md A4)."""
GATHER_S = 0.3
"""How long a search that has its sensor listens on for those of others: one scan then serves them all. Sensors in a
hurry advertise every 0.1 s (PROTOCOL.md A4)."""
FRESH_S = 5.0
"""How long a sensor that a scan heard may be connected to. BlueZ forgets one 30 s after it was heard."""
CONNECT_S = 15.0
"""Given to the stack."""
CONNECT_OUTER_S = 20.0
"""For a stack that does not keep to its own limit."""
UNPROVEN_S = 10.0
"""A write or subscription before the first one that succeeded: the system may be pairing. BlueZ without a pairing agent
never answers."""
SET_UP_S = 15.0
"""All that a driver asks before data flows."""
REQUEST_S = 5.0
"""A read, a write, a subscription."""
GOODBYE_S = 3.0
"""Stopping the stream before we hang up."""
RELEASE_S = 1.0
"""For giving subscriptions back: at once on BlueZ, a write for each elsewhere."""
DISCONNECT_S = 5.0
"""The stack itself waits up to 10 s, sometimes for ever (rabits/ha-ef-ble#415)."""
PUT_AWAY_S = 5.0
"""How long a cancelled call into the stack may take to notice."""
SEARCH_REMEDY_S = 15.0
"""Searching longer than this, the wearer is told what to look at."""
BUSY_QUIET_S = 10.0
"""How long an adapter that is in use elsewhere is not worth a word."""

SILENT_S = 0.5
SILENT_PERIODS = 5
"""Data is late after SILENT_S or this many notification periods, whichever is longer."""
PROBE_PATIENCE_S = 1.0
"""An answer within this time: the link lives, and it is the sensor that stopped sending."""
GIVE_UP_S = 6.0
"""Silence without an answer after which we hang up: a supervision timeout of 4 s (PROTOCOL.md N1) and 2 s.
Earlier would make it worse: a sensor that never hears our goodbye believes in the old link and does not advertise."""
REVIVE_S = 1.0
"""Data must come within this time after the stream was asked for again."""

INTERVAL_PAUSE_S = 5.0
"""Between two questions for another connection interval: the central grants it, or not, in its own time."""
