#include "hsp_asking.h"

enum { FIRST_AFTER_US = 1000000, AGAIN_AFTER_US = 5000000, TIMES = 3 };
static const struct hsp_interval USUAL = {12, 24}; /* 15 to 30 ms */

static void want(struct hsp_asking *asking, struct hsp_interval wanted, uint64_t first_us) {
    asking->wanted = wanted;
    asking->left = TIMES;
    asking->next_us = first_us;
}

void hsp_asking_begin(struct hsp_asking *asking, uint64_t now_us) {
    want(asking, USUAL, now_us + FIRST_AFTER_US);
}

void hsp_asking_end(struct hsp_asking *asking) {
    asking->next_us = UINT64_MAX;
}

void hsp_asking_replace(struct hsp_asking *asking, struct hsp_interval wanted, uint64_t now_us) {
    want(asking, wanted, now_us);
}

static bool satisfied(const struct hsp_asking *asking, uint16_t granted) {
    return asking->left < TIMES && asking->wanted.min <= granted && granted <= asking->wanted.max;
}

bool hsp_asking_due(struct hsp_asking *asking, uint16_t granted, uint64_t now_us) {
    if (now_us < asking->next_us) return false;
    if (satisfied(asking, granted)) {
        asking->next_us = UINT64_MAX;
        return false;
    }
    asking->left--;
    asking->next_us = asking->left > 0 ? now_us + AGAIN_AFTER_US : UINT64_MAX;
    return true;
}
