"""Whether to train today: the questions before a session, and what the answers mean. Pure."""
