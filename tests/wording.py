"""The wording rule: stems that no text a person sees may hold, and the fixed texts that are excepted."""

import re

STEMS = """
asymmetr bad\\b correct cure\\b cured cures curing damag danger diagnos don't fail harm heal health imbalanc injur
normal patient prevent protect rehab relief reliev risk safe symptom therap treat unsafe wors wrong
"""

FIXED = (
    "imu_hinge is a training aid, not a medical device. It does not diagnose, treat or prevent anything. Angles are "
    "measured between sensors on the skin. With acute pain do not train; see a professional.",
    "not a diagnosis",
)

_PATTERN = re.compile(rf"\b(?:{'|'.join(STEMS.split())})", re.IGNORECASE)


def forbidden(text: str) -> list[str]:
    """The stems found in a text, the fixed texts left out."""
    flat = " ".join(text.split())
    for fixed in FIXED:
        flat = flat.replace(fixed, "")
    return _PATTERN.findall(flat)
