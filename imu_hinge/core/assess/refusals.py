"""Why a movement was not measured, and what to do about it."""

REMEDIES = {
    "moved_at_start": "the movement began before the start was known: stand still until you hear go",
    "not_as_calibrated": "you stand otherwise than in the calibration: stand tall, arms down, and still",
    "too_small": "the movement was very small: go as far as you comfortably can",
    "other_direction": "the movement went the other way: listen to the sentence and go once more",
    "out_of_plane": "the trunk left the plane of this test: go straight, without leaning or turning aside",
    "trunk_moved": "the upper back came along: keep it quiet and move the pelvis alone",
    "no_hold": "the end was left at once: stay at the end for two seconds, then come back",
    "bounced": "there were two peaks: go to the end once, stay there, then come back",
    "not_back": "the start was not reached again: come all the way back and stand still",
    "sensor_gap": "data of a sensor went missing: come closer to the receiver and go once more",
    "sensor_slipped": "one sensor sits otherwise than calibrated: fasten its strap and calibrate again",
    "not_calibrated": "the sensors are not calibrated: calibrate first, the tests begin by themselves then",
    "no_pelvis": "this test needs the sensor on the sacrum: put it on and calibrate, or go on without",
    "left_out": "the rest of this test is left out: it can be made another day",
}
"""What to do next, by reason id."""
