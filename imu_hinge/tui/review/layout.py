"""Where the parts of the review screen stand, by the size of the terminal."""

CSS = """
ReviewScreen { layout: vertical; overflow: hidden; background: $gym-ground; }
ReviewScreen Painted { width: 100%; background: $gym-ground; }
ReviewScreen #head, ReviewScreen #told, ReviewScreen #keys { height: 1; }
ReviewScreen #timeline { height: 5; }
ReviewScreen.-tall #timeline { height: 6; }
ReviewScreen.-extra #timeline { height: 8; }

ReviewScreen #middle { height: 1fr; }
ReviewScreen #table { width: 37; height: 100%; }
ReviewScreen.-mid #table { width: 49; }
ReviewScreen.-wide #table { width: 66; }
ReviewScreen #curves { width: 1fr; height: 100%; }
ReviewScreen #lumbar { height: 18fr; }
ReviewScreen #pelvis, ReviewScreen #share { height: 11fr; display: none; }
ReviewScreen.-wide #pelvis, ReviewScreen.-wide #share { display: block; }
ReviewScreen #page { width: 44; height: 100%; display: none; }
ReviewScreen.-wide #page { display: block; }

ReviewScreen #moment { height: 11; display: none; }
ReviewScreen #word { height: 1; }
ReviewScreen #gauge, ReviewScreen #bar { height: 2; }
ReviewScreen #trace { height: 1fr; }
ReviewScreen.-tall #moment, ReviewScreen.-extra #moment { display: block; }
ReviewScreen.-short.-playing #moment { display: block; height: 100%; }
ReviewScreen.-short.-playing .overlay { display: none; }
ReviewScreen.-short.-wide.-playing #lumbar { display: block; }

ReviewScreen.-low #timeline, ReviewScreen.-low #curves, ReviewScreen.-low #page { display: none; }
ReviewScreen.-slim #timeline, ReviewScreen.-slim #curves, ReviewScreen.-slim #page { display: none; }
ReviewScreen.-low #keys, ReviewScreen.-slim #keys { display: none; }
ReviewScreen.-low #table, ReviewScreen.-slim #table { width: 100%; }

ReviewScreen #line { height: 1; border: none; padding: 0 1; display: none; background: $gym-panel; color: $gym-text; }
ReviewScreen.-writing #keys { display: none; }
"""
