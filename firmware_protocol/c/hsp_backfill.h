/* One request for samples of the past, R2, R3 and R5. Indices are full ones. */
#ifndef HSP_BACKFILL_H
#define HSP_BACKFILL_H

#include "hsp_ring.h"

#ifdef __cplusplus
extern "C" {
#endif

struct hsp_backfill {
    uint32_t next;    /* the sample to look for next */
    uint32_t end;     /* after the last one wanted */
    uint32_t sent;    /* after the last one sent */
    uint64_t next_us; /* no frame may be sent before */
};

void hsp_backfill_begin(struct hsp_backfill *backfill, struct hsp_span wanted);
void hsp_backfill_stop(struct hsp_backfill *backfill);

/* Whether frames are still to come. */
bool hsp_backfill_running(const struct hsp_backfill *backfill);

/* Fills everything but the type of the next frame, of at most `most` samples; false, and the request is over, when
 * nothing of it is in the ring any more. */
bool hsp_backfill_frame(struct hsp_backfill *backfill, const struct hsp_ring *ring, uint32_t most,
                        struct hsp_frame *frame);

/* That frame, of `count` samples, was sent. */
void hsp_backfill_sent(struct hsp_backfill *backfill, uint32_t count, uint64_t now_us);

#ifdef __cplusplus
}
#endif
#endif
