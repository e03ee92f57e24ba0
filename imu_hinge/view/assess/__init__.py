"""What a screen and the pages show of an assessment: its state, its events, its results."""
