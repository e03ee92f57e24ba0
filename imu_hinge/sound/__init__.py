"""Cues as tones and words. The only importer of the audio library."""
