"""What a screen reads: one immutable snapshot of the session, replaced after every step."""
