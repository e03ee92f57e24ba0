"""What sound may refuse. Each message says what to do."""

from imu_hinge.model.errors import HingeError


class SoundUnavailableError(HingeError):
    """Nothing can be played here."""


class WordError(HingeError):
    """A word that cannot be spoken; the tone is heard without it."""
