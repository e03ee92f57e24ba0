"""The trainer's screen in a browser of this machine."""
