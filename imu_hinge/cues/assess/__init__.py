"""What the wearer is told in an assessment: the leading voice, the banner, the question after a pain."""
