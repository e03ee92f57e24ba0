"""The screens of the terminal program. They show what a snapshot holds and hand keys on; they know nothing."""
