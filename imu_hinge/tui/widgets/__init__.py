"""What the screens are made of. Each one has `show(snapshot)` and draws only what changed."""
