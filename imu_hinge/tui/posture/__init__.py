"""The screen of posture through the day."""
