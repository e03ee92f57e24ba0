#include "hsp_rotation.h"

static struct hsp_rotation scaled(struct hsp_rotation q, float factor) {
    return (struct hsp_rotation){q.w * factor, q.x * factor, q.y * factor, q.z * factor};
}

/* The Hamilton product. */
static struct hsp_rotation product(struct hsp_rotation a, struct hsp_rotation b) {
    return (struct hsp_rotation){
        a.w * b.w - a.x * b.x - a.y * b.y - a.z * b.z,
        a.w * b.x + a.x * b.w + a.y * b.z - a.z * b.y,
        a.w * b.y - a.x * b.z + a.y * b.w + a.z * b.x,
        a.w * b.z + a.x * b.y - a.y * b.x + a.z * b.w,
    };
}

/* Exp of a rotation vector in rad, by the series of Q4. */
static struct hsp_rotation exponential(float x, float y, float z) {
    const float square = x * x + y * y + z * z;
    const float cosine = 1.0f + square * (square * (1.0f / 384.0f) - 1.0f / 8.0f);
    const float factor = 0.5f + square * (square * (1.0f / 3840.0f) - 1.0f / 48.0f);
    return (struct hsp_rotation){cosine, x * factor, y * factor, z * factor};
}

/* One Newton step of 1 / sqrt: exact in single precision, for the norm is never further than 1e-4 from one. */
static struct hsp_rotation normalised(struct hsp_rotation q) {
    const float square = q.w * q.w + q.x * q.x + q.y * q.y + q.z * q.z;
    return scaled(q, 1.5f - 0.5f * square);
}

struct hsp_rotation hsp_turned(struct hsp_rotation q, const int16_t gyr[3], float rad_per_lsb) {
    const float x = (float)gyr[0] * rad_per_lsb, y = (float)gyr[1] * rad_per_lsb, z = (float)gyr[2] * rad_per_lsb;
    return normalised(product(q, exponential(x, y, z)));
}

static int16_t rounded(float value) {
    const int32_t whole = (int32_t)value;
    const float rest = value - (float)whole;
    return (int16_t)(whole + (rest >= 0.5f) - (rest <= -0.5f));
}

void hsp_round_rotation(struct hsp_rotation q, int16_t quat[4]) {
    const float parts[4] = {q.w, q.x, q.y, q.z};
    for (int i = 0; i < 4; i++) quat[i] = rounded(parts[i] * 32767.0f);
}
