/* Indications of Control on their way: in order, one at a time, each confirmed before the next (K1, K6). */
#ifndef HSP_REPLIES_H
#define HSP_REPLIES_H

#include "hsp.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { HSP_REPLIES = 4 };

/* What follows once a reply is confirmed. */
enum hsp_after {
    HSP_THEN_NOTHING,
    HSP_THEN_FLOW,  /* frames may be sent */
    HSP_THEN_FORGET /* the link ends and all bonds are deleted */
};

struct hsp_waiting_reply {
    struct hsp_reply reply;
    enum hsp_after after;
    bool last; /* it waits until every live frame is out */
};

struct hsp_replies {
    struct hsp_waiting_reply waiting[HSP_REPLIES]; /* oldest first */
    uint8_t count;
    bool sent; /* the oldest one was, and is not confirmed yet */
};

void hsp_replies_clear(struct hsp_replies *replies);

/* Whether one more may be added. */
bool hsp_replies_have_room(const struct hsp_replies *replies);
void hsp_replies_add(struct hsp_replies *replies, const struct hsp_waiting_reply *reply);

/* The indication to send now; NULL when there is none, or the one before is not confirmed. */
const struct hsp_reply *hsp_replies_next(const struct hsp_replies *replies, bool frames_wait);

/* That indication was sent. */
void hsp_replies_sent(struct hsp_replies *replies);

/* The indication that was sent is confirmed; says what follows. */
enum hsp_after hsp_replies_confirmed(struct hsp_replies *replies);

/* Whether a START is not confirmed yet: no frame may leave (K6). */
bool hsp_replies_hold_frames(const struct hsp_replies *replies);

#ifdef __cplusplus
}
#endif
#endif
