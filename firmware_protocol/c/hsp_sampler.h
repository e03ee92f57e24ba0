/* From the IMU into the ring: device time, cumulative rotation, flags (PROTOCOL.md sections 6 and 7). */
#ifndef HSP_SAMPLER_H
#define HSP_SAMPLER_H

#include "hsp_board.h"
#include "hsp_ring.h"
#include "hsp_rotation.h"

#ifdef __cplusplus
extern "C" {
#endif

struct hsp_sampler {
    struct hsp_rotation rotation;
    float gyr_rad_per_lsb; /* rad/s */
    uint32_t period_us;    /* nominal */
    uint64_t last_us;      /* the sample before */
    bool steady;           /* there is a sample before, and nothing was lost since */
    bool lost;             /* samples were lost since the last one read (Q6) */
    int32_t acc_clip_lsb;  /* from here on a value counts as clipped */
    int32_t gyr_clip_lsb;
    int32_t still_lsb;    /* as far as the rate may stray at rest */
    int16_t calm_gyr[3];  /* the rate at rest */
    uint64_t calm_us;     /* since when */
};

/* A run begins at `now_us`: the rotation is one (Q1). */
void hsp_sampler_begin(struct hsp_sampler *sampler, const struct hsp_rate *rate, uint64_t now_us);

/* A sample was lost. */
void hsp_sampler_lose(struct hsp_sampler *sampler);

/* Whether the next sample is the first one after a loss; once for each loss. */
bool hsp_sampler_recovers(struct hsp_sampler *sampler);

/* Integrates a sample and fills its slot, the epoch apart. */
void hsp_sampler_take(struct hsp_sampler *sampler, const struct hsp_sample *sample, uint64_t t_us,
                      struct hsp_slot *slot);

#ifdef __cplusplus
}
#endif
#endif
