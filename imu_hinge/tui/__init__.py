"""Screens and widgets. The only importer of textual."""
