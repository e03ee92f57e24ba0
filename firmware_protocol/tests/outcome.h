/* What the codec makes of one vector, as a flat list of numbers: one shape for every kind, for C and for ctypes. */
#ifndef OUTCOME_H
#define OUTCOME_H

#include "hsp.h"

/* Named as in the vectors; a frame is two kinds, by its characteristic. */
enum kind {
    FRAME_DATA, FRAME_BACKFILL, CONFIG, STATUS, CONTROL_REQUEST, CONTROL_REPLY, SYNC_REQUEST, SYNC_REPLY, ADVERT,
    ADVERT_PACKET, UNWRAP, UNWRAP_BACKFILL, CAPACITY, SYNC_SOLVE, DEVICE, KINDS
};

enum { MAX_NUMBERS = 5 + 4 + 6 * HSP_MAX_SAMPLES, MAX_GIVEN = 11, MAX_AGAIN = HSP_MAX_FRAME_SIZE };

struct outcome {
    uint8_t *again; /* room for the value encoded again */
    size_t cap;     /* of `again` */
    size_t size;    /* bytes written there */
    size_t count;   /* of `numbers`; 0 when refused */
    uint64_t numbers[MAX_NUMBERS]; /* the value, in the order of the vectors; below zero modulo 2^64 */
    int reason;                    /* enum hsp_reason */
};

/* Fills all but `again` and `cap`. `given` are the numbers that the kind is given beside bytes, in the vectors' order. */
void find_outcome(int kind, const uint8_t *bytes, size_t len, const uint64_t *given, struct outcome *outcome);

/* The word of PROTOCOL.md section 14, "" for accepted. */
const char *reason_name(int reason);

#endif
