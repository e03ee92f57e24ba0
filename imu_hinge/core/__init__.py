"""Samples to events: pure. No clock, no I/O, no thread."""
