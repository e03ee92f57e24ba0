"""The files of a room: accounts, certificates, and the broker's configuration."""
