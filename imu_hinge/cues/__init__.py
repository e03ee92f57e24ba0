"""What the wearer is told: every step of the fold becomes cues for the ear and one banner for the eye. Pure."""
