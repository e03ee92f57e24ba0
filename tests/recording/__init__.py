"""Recordings and plain CSV."""
