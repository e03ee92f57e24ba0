#include "hsp_sampler.h"

#define RAD_PER_NDPS 1.7453293e-11f
#define STILL_NDPS 1500000000u /* 1.5 dps away from where the rate was is movement */
enum { STILL_AFTER_US = 1000000, LARGEST_LSB = 32767 };

static int32_t clip_lsb(uint64_t full_scale, uint32_t per_lsb) {
    const uint64_t full_lsb = full_scale / per_lsb;
    const uint32_t largest_lsb = full_lsb < LARGEST_LSB ? (uint32_t)full_lsb : LARGEST_LSB;
    return (int32_t)((99 * largest_lsb + 99) / 100);
}

void hsp_sampler_begin(struct hsp_sampler *sampler, const struct hsp_rate *rate, uint64_t now_us) {
    sampler->rotation = HSP_NO_ROTATION;
    sampler->gyr_rad_per_lsb = (float)rate->gyr_ndps_per_lsb * RAD_PER_NDPS;
    sampler->period_us = (1000000000u + rate->odr_mhz / 2) / rate->odr_mhz;
    sampler->steady = false;
    sampler->lost = false;
    sampler->acc_clip_lsb = clip_lsb(rate->acc_fs_mg * UINT64_C(1000000), rate->acc_ng_per_lsb);
    sampler->gyr_clip_lsb = clip_lsb(rate->gyr_fs_dps * UINT64_C(1000000000), rate->gyr_ndps_per_lsb);
    sampler->still_lsb = (int32_t)(STILL_NDPS / rate->gyr_ndps_per_lsb);
    for (int i = 0; i < 3; i++) sampler->calm_gyr[i] = 0;
    sampler->calm_us = now_us;
}

void hsp_sampler_lose(struct hsp_sampler *sampler) {
    sampler->lost = true;
    sampler->steady = false;
}

bool hsp_sampler_recovers(struct hsp_sampler *sampler) {
    const bool lost = sampler->lost;
    sampler->lost = false;
    return lost;
}

/* Over the device's own time, raw rate, bias included (Q2, Q3). */
static void integrate(struct hsp_sampler *sampler, const int16_t gyr[3], uint64_t t_us) {
    const uint32_t step_us = sampler->steady ? (uint32_t)(t_us - sampler->last_us) : sampler->period_us;
    const float step_s = (float)step_us * 1e-6f;
    sampler->rotation = hsp_turned(sampler->rotation, gyr, sampler->gyr_rad_per_lsb * step_s);
    sampler->last_us = t_us;
    sampler->steady = true;
}

/* Whether a component of `values` is at least `limit` away from that of `centre`. */
static bool strays(const int16_t values[3], const int16_t centre[3], int32_t limit) {
    for (int i = 0; i < 3; i++) {
        const int32_t away = (int32_t)values[i] - centre[i];
        if (away >= limit || away <= -limit) return true;
    }
    return false;
}

static bool is_still(struct hsp_sampler *sampler, const int16_t gyr[3], uint64_t t_us) {
    if (strays(gyr, sampler->calm_gyr, sampler->still_lsb + 1)) {
        for (int i = 0; i < 3; i++) sampler->calm_gyr[i] = gyr[i];
        sampler->calm_us = t_us;
    }
    return t_us - sampler->calm_us >= STILL_AFTER_US;
}

static uint8_t flags_of(struct hsp_sampler *sampler, const struct hsp_sample *sample, uint64_t t_us) {
    static const int16_t zero[3] = {0, 0, 0};
    const int acc_clip = strays(sample->acc, zero, sampler->acc_clip_lsb) ? HSP_ACC_CLIP : 0;
    const int gyr_clip = strays(sample->gyr, zero, sampler->gyr_clip_lsb) ? HSP_GYR_CLIP : 0;
    const int still = is_still(sampler, sample->gyr, t_us) ? HSP_STILL : 0;
    return (uint8_t)(acc_clip | gyr_clip | still);
}

void hsp_sampler_take(struct hsp_sampler *sampler, const struct hsp_sample *sample, uint64_t t_us,
                      struct hsp_slot *slot) {
    integrate(sampler, sample->gyr, t_us);
    slot->t_us = (uint32_t)t_us;
    slot->sample = *sample;
    hsp_round_rotation(sampler->rotation, slot->quat);
    slot->flags = flags_of(sampler, sample, t_us);
}
