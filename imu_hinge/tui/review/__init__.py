"""The review screen: a session again, repetition by repetition."""
