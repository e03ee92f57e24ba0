"""The screen of an assessment."""
