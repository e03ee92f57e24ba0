"""Which seeds are for tuning and which for figures in documents. The ranges are disjoint; no other file names seeds."""

TUNING = range(1_000, 2_000)
"""For writing and tuning the algorithms and for tests. A figure from these seeds never appears in a document."""

REPORTING = range(20_000, 21_000)
"""For the figures of documents. Nothing is tuned, and no test is written, on these."""
EXAMPLES = range(100, 200)
"""For the shipped sample recordings."""
