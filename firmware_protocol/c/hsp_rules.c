#include "hsp_rules.h"

/* ---- Frames ---- */

struct hsp_fit hsp_capacity(uint16_t mtu, bool quaternion) {
    enum { ATT_HEADER = 3, WITH_QUATERNION_FROM = 40, HEADER = 8, QUATERNION = 8, SAMPLE = 12 };
    const int offered = mtu - ATT_HEADER;
    const int room = offered < HSP_MAX_SENT_FRAME_SIZE ? offered : HSP_MAX_SENT_FRAME_SIZE;
    const bool turned = quaternion && room >= WITH_QUATERNION_FROM;
    const struct hsp_fit fit = {
        (uint8_t)(turned ? HSP_WITH_QUATERNION : 0),
        (uint8_t)((room - HEADER - (turned ? QUATERNION : 0)) / SAMPLE),
    };
    return fit;
}

/* ---- Counters ---- */

enum { HALF_LAP = 32768, LEAST_TOLERANCE = 64, GIGA = 1000000000 };

/* Whole samples in `way` (us times mHz: 1e-9 samples), rounded down; `rest` is what is left, 0 to GIGA - 1.
 * Long division by hand: Cortex-M has no instruction for 64 bits, and this file needs no library. */
static int64_t samples_in(int64_t way, uint32_t *rest) {
    const int64_t bias = INT64_MAX / GIGA; /* makes every dividend positive */
    uint64_t quotient = (uint64_t)(bias * GIGA) + (uint64_t)way;
    *rest = 0;
    for (int bit = 0; bit < 64; bit++) {
        const uint32_t dividend = *rest << 1 | (uint32_t)(quotient >> 63);
        const bool one = dividend >= GIGA;
        quotient = quotient << 1 | one;
        *rest = one ? dividend - GIGA : dividend;
    }
    return (int64_t)quotient - bias;
}

/* Whether an index `off` (1e-9 samples) from the place its time gives it may be right: 64 samples, or a tenth of the
 * way from the anchor. */
static bool is_near(int64_t off, int64_t way) {
    const uint64_t distance = (uint64_t)(off < 0 ? -off : off);
    const uint64_t length = way < 0 ? 0 - (uint64_t)way : (uint64_t)way;
    return distance <= (uint64_t)LEAST_TOLERANCE * GIGA || 10 * distance <= length;
}

enum hsp_reason hsp_unwrap(const struct hsp_anchor *anchor, uint16_t index, uint32_t t_us, uint32_t odr_mhz,
                           struct hsp_anchor *found) {
    const int64_t dt = (int32_t)(t_us - (uint32_t)anchor->t_us);
    const int64_t way = dt * odr_mhz;
    uint32_t rest;
    const int64_t expected = (int64_t)anchor->index + samples_in(way, &rest);
    const int32_t ahead = HALF_LAP - (uint16_t)(expected - index + HALF_LAP);
    const int64_t full_index = expected + ahead, full_us = (int64_t)anchor->t_us + dt;
    if (full_index < 0 || full_us < 0 || !is_near((int64_t)ahead * GIGA - rest, way)) return HSP_COUNTER;
    found->index = (uint64_t)full_index;
    found->t_us = (uint64_t)full_us;
    return HSP_ACCEPTED;
}

uint64_t hsp_unwrap_backfill(uint64_t next_index, uint16_t index) {
    return next_index + (uint16_t)(index - next_index);
}

/* ---- Control ---- */

enum {
    IDLE = 1 << HSP_IDLE,
    ANY = (1 << (HSP_FAULT + 1)) - 1,
    NOT_BUSY = ANY & ~(1 << HSP_BUSY),
    RUNNABLE = IDLE | 1 << HSP_STREAMING | 1 << HSP_BUFFERING
};

enum { START_BATTERY_PCT = 5, SINGLE_SAMPLE_ODR_MHZ = 104000 };

/* When a device obeys an operation. */
struct when {
    uint8_t states; /* bit n: in state n */
    uint8_t needs;  /* HSP_CAN_... */
};

static const struct when whens[] = {
    {0, 0},                       /* there is no operation 0 */
    {RUNNABLE, 0},                /* START */
    {ANY, 0},                     /* STOP */
    {IDLE, 0},                    /* SET_RATE */
    {NOT_BUSY, HSP_CAN_LED},      /* IDENTIFY */
    {NOT_BUSY, HSP_CAN_HAPTIC},   /* HAPTIC */
    {IDLE, 0},                    /* SET_ROLE */
    {IDLE, HSP_CAN_SELF_TEST},    /* SELF_TEST */
    {IDLE, 0},                    /* GYRO_BIAS */
    {NOT_BUSY, HSP_CAN_BACKFILL}, /* BACKFILL */
    {ANY, HSP_CAN_BACKFILL},      /* BACKFILL_STOP */
    {NOT_BUSY, 0},                /* FORGET_BONDS */
    {IDLE, HSP_CAN_DFU},          /* ENTER_DFU */
    {NOT_BUSY, 0},                /* SET_CONN */
};

static struct when when_of(uint8_t op) { return whens[op <= HSP_SET_CONN ? op : 0]; }

uint32_t hsp_motor_ms(const struct hsp_haptic *haptic) {
    static const uint8_t pulses[] = {0, 1, 2, 1};
    return (uint32_t)pulses[haptic->pattern & 3] * haptic->on_ms * haptic->repeat;
}

/* Busy with just what is asked for. */
static bool is_occupied(const struct hsp_request *request, const struct hsp_context *context) {
    if (request->op == HSP_BACKFILL) return context->backfilling;
    if (request->op != HSP_HAPTIC) return false;
    return hsp_motor_ms(&request->args.haptic) + context->motor_ms_60s > HSP_MOTOR_BUDGET_MS;
}

/* A single sample in each frame makes too many notifications above 104 Hz. */
static enum hsp_answer judge_rate(uint32_t odr_mhz, const struct hsp_context *context) {
    const struct hsp_fit fit = hsp_capacity(context->mtu, context->caps & HSP_CAN_QUATERNION);
    return fit.samples > 1 || odr_mhz <= SINGLE_SAMPLE_ODR_MHZ ? HSP_OK : HSP_BAD_VALUE;
}

static enum hsp_answer judge_start(const struct hsp_context *context) {
    if (!context->subscribed || context->battery_pct < START_BATTERY_PCT) return HSP_WRONG_STATE;
    return judge_rate(context->odr_mhz, context);
}

static enum hsp_answer judge_set_rate(uint16_t odr_hz, const struct hsp_context *context) {
    return judge_rate(odr_hz > 0 ? UINT32_C(1000) * odr_hz : context->odr_mhz, context);
}

static enum hsp_answer judge_backfill(uint32_t first, const struct hsp_context *context) {
    const uint32_t held = context->ring_newest - context->ring_oldest + 1;
    return first - context->ring_oldest < held ? HSP_OK : HSP_NOT_IN_RING;
}

static enum hsp_answer judge_rest(const struct hsp_request *request, const struct hsp_context *context) {
    switch (request->op) {
    case HSP_START: return judge_start(context);
    case HSP_SET_RATE: return judge_set_rate(request->args.set_rate.odr_hz, context);
    case HSP_BACKFILL: return judge_backfill(request->args.backfill.first, context);
    default: return HSP_OK;
    }
}

static enum hsp_answer judge_moment(const struct hsp_request *request, const struct hsp_context *context) {
    const bool allowed = when_of(request->op).states >> context->state & 1;
    if (is_occupied(request, context) || (context->state == HSP_BUSY && !allowed)) return HSP_NOT_NOW;
    return allowed ? judge_rest(request, context) : HSP_WRONG_STATE;
}

enum hsp_answer hsp_judge_request(const uint8_t *bytes, size_t len, const struct hsp_context *context,
                                  struct hsp_request *request) {
    if (!context->encrypted) return HSP_NOT_ENCRYPTED;
    if (len >= 2 && when_of(bytes[0]).needs & ~context->caps) return HSP_NO_SUCH_OP;
    switch (hsp_decode_request(bytes, len, request)) {
    case HSP_LENGTH: return HSP_BAD_LENGTH;
    case HSP_UNKNOWN_OP: return HSP_NO_SUCH_OP;
    case HSP_VALUE: return HSP_BAD_VALUE;
    default: return judge_moment(request, context);
    }
}

/* ---- Time sync ---- */

struct hsp_sync_point hsp_sync_solve(const struct hsp_sync_reply *reply, uint64_t t4_ns) {
    const uint64_t hold_ns = UINT64_C(1000) * reply->hold_us, t2_ns = 1000 * reply->t2_us;
    const int64_t twice = (int64_t)(reply->t1 + t4_ns - 2 * t2_ns - hold_ns);
    const struct hsp_sync_point point = {
        (int64_t)(t4_ns - reply->t1 - hold_ns),
        (twice - (twice & 1)) / 2, /* rounded down, below zero as well */
    };
    return point;
}
