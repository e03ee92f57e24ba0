#include "hsp_replies.h"

void hsp_replies_clear(struct hsp_replies *replies) {
    replies->count = 0;
    replies->sent = false;
}

bool hsp_replies_have_room(const struct hsp_replies *replies) {
    return replies->count < HSP_REPLIES;
}

void hsp_replies_add(struct hsp_replies *replies, const struct hsp_waiting_reply *reply) {
    replies->waiting[replies->count++] = *reply;
}

const struct hsp_reply *hsp_replies_next(const struct hsp_replies *replies, bool frames_wait) {
    const struct hsp_waiting_reply *oldest = &replies->waiting[0];
    if (replies->count == 0 || replies->sent || (frames_wait && oldest->last)) return NULL;
    return &oldest->reply;
}

void hsp_replies_sent(struct hsp_replies *replies) {
    replies->sent = true;
}

enum hsp_after hsp_replies_confirmed(struct hsp_replies *replies) {
    const enum hsp_after after = replies->waiting[0].after;
    replies->sent = false;
    replies->count--;
    for (uint8_t i = 0; i < replies->count; i++) replies->waiting[i] = replies->waiting[i + 1];
    return after;
}

bool hsp_replies_hold_frames(const struct hsp_replies *replies) {
    for (uint8_t i = 0; i < replies->count; i++) {
        if (replies->waiting[i].after == HSP_THEN_FLOW) return true;
    }
    return false;
}
