"""What the gate says. It points to a professional and says nothing about causes. Translated, never reworded."""

SIGNS = "Is one of these new?"
SIGNS_ITEMS = (
    "a change of bladder, bowel or sexual function",
    "numbness between the legs",
    "weakness in a leg that increases",
)
HISTORY = "Is one of these so?"
HISTORY_ITEMS = (
    "a recent fall, blow or accident",
    "fever, or weight loss that nothing explains",
    "cancer, now or earlier",
    "pain at night",
)
ACUTE = "Is the pain so strong that you can hardly move?"
PAIN_NOW = "How strong is the pain now? 0 is none, 10 is the strongest you can think of."
PLACE = "Is one of these so?"
PLACE_ITEMS = (
    "the skin is broken where a sensor sits: low back, upper back",
    "a device is implanted, and no doctor has said yet that these sensors may be worn with it",
)

GET_HELP = "Do not train. Get medical help now."
SEE_SOMEONE = "Do not train. See a professional first."
CALM_DOWN = "Let it calm down first. Not today."
TOO_MUCH = "Not today, unless a trainer decides otherwise."
NOT_THERE = "Do not place a sensor there. Ask a doctor first."
UNANSWERED = "No session: a question has no answer. Start again to be asked again."

ACUTE_PAIN = "With acute pain do not train; see a professional."
START_LIMIT = (
    "Pain {pain}; the start limit is {limit}. The limit is a setting; the 5 it starts with has no clinical source."
)

READY = {"live": "Ready to train?", "assess": "Ready to move?", "posture": "Ready for the day?"}
"""Above the questions, by command."""
ONE_OR_MORE, NONE_OF_THESE = "one or more", "none of these"
NO_NUMBER = "no answer"
MISTAKE = "answered by mistake"
BY_TRAINER = "the trainer decides otherwise"
TRAINER_NAME, TRAINER_REASON = "trainer's name", "reason"
IN_WRITING = "The trainer writes name and reason, Enter after each. Both are kept with the session."
LEAVE, BACK = "leave", "back"
NOT_ASKED = "no terminal to answer at: the questions before a session are not asked, and the recording says so"
