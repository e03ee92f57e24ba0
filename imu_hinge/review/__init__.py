"""The model of the review screen: what a session holds, curves, timeline, playback, comparison, limits. No screen."""
