"""The trainer's screen."""
