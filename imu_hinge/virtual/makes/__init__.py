"""Virtual sensors of other makes: each sends the bytes of its make and answers what its driver asks."""
