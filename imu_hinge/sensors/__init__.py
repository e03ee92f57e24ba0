"""Bytes to samples: pure, one file per device."""
