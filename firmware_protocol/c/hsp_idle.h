/* A device that nobody uses: advertising, pairing, sleep (A4, P1, X2, X6). */
#ifndef HSP_IDLE_H
#define HSP_IDLE_H

#include "hsp_core.h"

/* At a reset. */
void hsp_idle_init(struct hsp_core *core);

/* What the button did since the last call. */
void hsp_idle_follow_button(struct hsp_core *core);

void hsp_idle_link_ended(struct hsp_core *core);

/* When 10 idle minutes are over; UINT64_MAX while a run lasts. */
uint64_t hsp_idle_until_us(const struct hsp_core *core);
bool hsp_idle_is_over(const struct hsp_core *core);

/* When pace or link change by themselves; UINT64_MAX when they will not. */
uint64_t hsp_idle_next_us(const struct hsp_core *core);

/* Tells the board how and what to advertise when that changed. */
void hsp_idle_advertise(struct hsp_core *core);

#endif
