"""One self-contained page about one session: what was done, and what to look after next. Needs the extra `report`."""
