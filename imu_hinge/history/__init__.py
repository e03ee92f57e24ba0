"""Clients and their sessions in a database beside the recordings, which it can be made from."""
