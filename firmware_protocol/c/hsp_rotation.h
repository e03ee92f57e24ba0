/* The cumulative strapdown rotation, PROTOCOL.md section 7, in single precision and without a math library.
 *
 * Every product and sum is rounded by itself: compile with -ffp-contract=off to get the same bits everywhere. */
#ifndef HSP_ROTATION_H
#define HSP_ROTATION_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A unit quaternion, from the sensor frame into that of START. */
struct hsp_rotation {
    float w, x, y, z;
};

#define HSP_NO_ROTATION ((struct hsp_rotation){1.0f, 0.0f, 0.0f, 0.0f})

/* q * Exp(v), normalised (Q1), where v in rad is `gyr` times `rad_per_lsb`, the scale times the time step.
 * Exact to 4e-8 for |v| <= 0.35 rad (Q4). */
struct hsp_rotation hsp_turned(struct hsp_rotation q, const int16_t gyr[3], float rad_per_lsb);

/* Each component times 32767, ties away from zero (C2, Q5). */
void hsp_round_rotation(struct hsp_rotation q, int16_t quat[4]);

#ifdef __cplusplus
}
#endif
#endif
