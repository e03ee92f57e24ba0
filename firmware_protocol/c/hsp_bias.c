#include "hsp_bias.h"

enum { LASTS_US = 2000000, PARTS = 16 };

void hsp_bias_begin(struct hsp_bias *bias, uint8_t txn, uint64_t now_us) {
    bias->running = true;
    bias->txn = txn;
    bias->end_us = now_us + LASTS_US;
    bias->count = 0;
    for (int i = 0; i < 3; i++) {
        bias->sum[i] = 0;
        bias->lowest[i] = INT16_MAX;
        bias->highest[i] = INT16_MIN;
    }
}

void hsp_bias_stop(struct hsp_bias *bias) {
    bias->running = false;
}

void hsp_bias_add(struct hsp_bias *bias, const int16_t gyr[3], uint64_t t_us) {
    if (t_us > bias->end_us) return;
    bias->count++;
    for (int i = 0; i < 3; i++) {
        bias->sum[i] += gyr[i];
        if (gyr[i] < bias->lowest[i]) bias->lowest[i] = gyr[i];
        if (gyr[i] > bias->highest[i]) bias->highest[i] = gyr[i];
    }
}

void hsp_bias_spoil(struct hsp_bias *bias, uint64_t now_us) {
    bias->count = 0;
    bias->end_us = now_us;
}

bool hsp_bias_due(const struct hsp_bias *bias, uint64_t now_us) {
    return bias->running && now_us >= bias->end_us;
}

/* numerator / denominator to the nearest, ties away from zero (C2). */
static int32_t divided(int32_t numerator, int32_t denominator) {
    const int32_t half = numerator < 0 ? -(denominator / 2) : denominator / 2;
    return (numerator + half) / denominator;
}

static int16_t saturated(int32_t value) {
    return (int16_t)(value > INT16_MAX ? INT16_MAX : value < INT16_MIN ? INT16_MIN : value);
}

/* Whole LSB and the rest apart, so that nothing overflows. */
static int16_t mean_16th_lsb(int32_t sum, int32_t count) {
    return saturated(PARTS * (sum / count) + divided(PARTS * (sum % count), count));
}

void hsp_bias_answer(const struct hsp_bias *bias, struct hsp_reply *reply) {
    reply->op = HSP_GYRO_BIAS;
    reply->txn = bias->txn;
    reply->status = bias->count > 0 ? HSP_OK : HSP_HARDWARE;
    for (int i = 0; i < 3 && bias->count > 0; i++) {
        reply->result.gyro_bias.mean_16th_lsb[i] = mean_16th_lsb(bias->sum[i], bias->count);
        reply->result.gyro_bias.spread_lsb[i] = (uint16_t)(bias->highest[i] - bias->lowest[i]);
    }
}
