/* GYRO_BIAS: mean and spread of the rate over two seconds (PROTOCOL.md section 9). */
#ifndef HSP_BIAS_H
#define HSP_BIAS_H

#include "hsp.h"

#ifdef __cplusplus
extern "C" {
#endif

struct hsp_bias {
    bool running;
    uint8_t txn; /* of the request */
    uint64_t end_us;
    int32_t count;
    int32_t sum[3];
    int16_t lowest[3];
    int16_t highest[3];
};

/* Begins at `now_us`. */
void hsp_bias_begin(struct hsp_bias *bias, uint8_t txn, uint64_t now_us);
void hsp_bias_stop(struct hsp_bias *bias);

/* One sample, ignored when it is later than the end. */
void hsp_bias_add(struct hsp_bias *bias, const int16_t gyr[3], uint64_t t_us);

/* The IMU broke: it is over at once, without a sample. */
void hsp_bias_spoil(struct hsp_bias *bias, uint64_t now_us);

/* Whether the two seconds are over. */
bool hsp_bias_due(const struct hsp_bias *bias, uint64_t now_us);

/* Fills status and result of the reply; a hardware failure when no sample came. */
void hsp_bias_answer(const struct hsp_bias *bias, struct hsp_reply *reply);

#ifdef __cplusplus
}
#endif
#endif
