"""The fixed texts. They are translated, never reworded."""

DISCLAIMER = (
    "imu_hinge is a training aid, not a medical device. It does not diagnose, treat or prevent anything. Angles are "
    "measured between sensors on the skin. With acute pain do not train; see a professional."
)
"""Shown by --help and --version, and on every report."""

REPORT_LINE = "Training feedback measured between skin sensors; not a diagnosis."
"""Shown below every result."""

NOT_PROVEN = (
    "The accuracy of the lumbar angle in a real Romanian deadlift has not been checked against an optical reference. "
    "No public recording with sacrum and thoracic sensors, hinges or deadlifts and optical lumbar angles is known. "
    "The angle is measured between two sensors on the skin; it is not a diagnosis."
)
"""Shown in the README, the documents and `analyze --help`."""
