"""How many there are of a thing, in words."""


def counted(count: int, what: str) -> str:
    """`1 rep`, `2 reps`."""
    return f"{count} {what}" if count == 1 else f"{count} {what}s"
