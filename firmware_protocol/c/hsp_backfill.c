#include "hsp_backfill.h"

enum { PAUSE_US = 25000 }; /* 40 frames a second, R5 */

void hsp_backfill_begin(struct hsp_backfill *backfill, struct hsp_span wanted) {
    backfill->next = wanted.first;
    backfill->end = wanted.first + wanted.count;
    backfill->sent = wanted.first;
}

void hsp_backfill_stop(struct hsp_backfill *backfill) {
    backfill->next = 0;
    backfill->end = 0;
}

bool hsp_backfill_running(const struct hsp_backfill *backfill) {
    return backfill->next < backfill->end;
}

bool hsp_backfill_frame(struct hsp_backfill *backfill, const struct hsp_ring *ring, uint32_t most,
                        struct hsp_frame *frame) {
    backfill->next = hsp_ring_next_held(ring, backfill->next, backfill->end);
    if (!hsp_backfill_running(backfill)) {
        hsp_backfill_stop(backfill);
        return false;
    }
    const uint32_t left = backfill->end - backfill->next;
    hsp_ring_frame(ring, backfill->next, left < most ? left : most, frame);
    frame->flags |= backfill->next > backfill->sent ? HSP_GAP : 0;
    return true;
}

void hsp_backfill_sent(struct hsp_backfill *backfill, uint32_t count, uint64_t now_us) {
    backfill->next += count;
    backfill->sent = backfill->next;
    backfill->next_us = now_us + PAUSE_US;
}
