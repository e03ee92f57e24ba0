"""One file per revision, written by hand. A revision that was released is never changed."""
