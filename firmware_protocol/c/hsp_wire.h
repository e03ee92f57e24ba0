/* One link as the device sees it: who subscribed what, and what leaves next. It ends with the link. */
#ifndef HSP_WIRE_H
#define HSP_WIRE_H

#include "hsp_core.h"

/* No link, at a reset. */
void hsp_wire_init(struct hsp_core *core);

/* Takes over what the board says of the link: begins, ends, subscriptions, confirmations. */
void hsp_wire_follow(struct hsp_core *core);

/* A Control request or a Time Sync ping that was written at `message->t_us`. */
void hsp_wire_hear(struct hsp_core *core, const struct hsp_message *message);

/* Sends all that the radio takes: answers first, then live frames, notices, and backfill last (R5). */
void hsp_wire_send(struct hsp_core *core);

/* What the device wants of the link itself: an interval (N1), or its end after 10 idle minutes (P1). */
void hsp_wire_wish(struct hsp_core *core);

/* When something becomes due by itself on this link. */
uint64_t hsp_wire_next_us(const struct hsp_core *core);

#endif
