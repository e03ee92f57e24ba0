/* The ring: the newest samples of the run with all that a frame of them needs, R1 and R2. Indices are full ones. */
#ifndef HSP_RING_H
#define HSP_RING_H

#include "hsp.h"

#ifdef __cplusplus
extern "C" {
#endif

struct hsp_slot {
    uint32_t t_us; /* device time modulo 2^32 */
    struct hsp_sample sample;
    int16_t quat[4]; /* the rotation after this sample */
    uint8_t flags;   /* of a frame, without gap */
    uint8_t epoch;   /* modulo 4 */
    bool held;       /* false: the IMU lost this sample */
};

struct hsp_ring {
    struct hsp_slot *slots;
    uint32_t capacity;
    uint32_t end; /* index after the newest sample, held or not */
};

/* The slot of the next sample, to be filled by the caller. */
struct hsp_slot *hsp_ring_push(struct hsp_ring *ring);

/* The next sample was lost. */
void hsp_ring_skip(struct hsp_ring *ring);

/* Index of the oldest sample; `end` when the ring is empty. */
uint32_t hsp_ring_oldest(const struct hsp_ring *ring);

/* Index of the first sample from `first` on that is still there; `end` when none is before it. */
uint32_t hsp_ring_next_held(const struct hsp_ring *ring, uint32_t first, uint32_t end);

/* Fills everything but the type: a frame from the held sample `first` on, of at most `most` samples (1..40), cut before
 * a hole. */
void hsp_ring_frame(const struct hsp_ring *ring, uint32_t first, uint32_t most, struct hsp_frame *frame);

#ifdef __cplusplus
}
#endif
#endif
