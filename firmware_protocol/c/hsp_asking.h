/* Asking the central for a connection interval, N1 and N4. Intervals in units of 1.25 ms. */
#ifndef HSP_ASKING_H
#define HSP_ASKING_H

#include "hsp.h"

#ifdef __cplusplus
extern "C" {
#endif

struct hsp_asking {
    struct hsp_interval wanted;
    uint8_t left;     /* how often it may still be asked */
    uint64_t next_us; /* UINT64_MAX: never again on this link */
};

/* A link begins. */
void hsp_asking_begin(struct hsp_asking *asking, uint64_t now_us);

/* No link. */
void hsp_asking_end(struct hsp_asking *asking);

/* This is wanted until the link ends. */
void hsp_asking_replace(struct hsp_asking *asking, struct hsp_interval wanted, uint64_t now_us);

/* Whether `wanted` is to be asked for now, once; `granted` is in force, 0 unknown. */
bool hsp_asking_due(struct hsp_asking *asking, uint16_t granted, uint64_t now_us);

#ifdef __cplusplus
}
#endif
#endif
