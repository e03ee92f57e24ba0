#include "hsp.h"

#include "hsp_layout.h"

/* A whole value whose first byte must be the one it always begins with. Refuses: short, type. */
static enum hsp_reason decode(const uint8_t *bytes, size_t len, void *value, const char *whole) {
    if (len < total(whole + 1)) return HSP_SHORT;
    if (bytes[0] != (uint8_t)whole[0]) return HSP_TYPE;
    read_layout(whole + 1, bytes, value);
    return HSP_ACCEPTED;
}

/* A whole value; 0 when it does not fit. */
static size_t encode(const void *value, uint8_t *bytes, size_t cap, const char *whole) {
    const size_t size = total(whole + 1);
    if (cap < size) return 0;
    write_layout(whole + 1, value, bytes);
    bytes[0] = (uint8_t)whole[0];
    return size;
}

/* ---- Data frames ---- */

enum { HEADER_SIZE = 8, QUATERNION_SIZE = 8, SAMPLE_SIZE = 12, LAST_TYPE = 3, LAST_FLAGS = 0x3F, LAST_EPOCH = 3 };

/* Squared norm of a quaternion, 1 % to either side of 32767, Q7. */
enum { LOWEST_NORM = 32439 * 32439, HIGHEST_NORM = 33095 * 33095 };

static size_t samples_start(uint8_t type) {
    return type & HSP_WITH_QUATERNION ? HEADER_SIZE + QUATERNION_SIZE : HEADER_SIZE;
}

/* Judges the first byte. */
static enum hsp_reason judge_head(uint8_t head, enum hsp_uuid characteristic) {
    const uint8_t type = head & 0x1F;
    const bool of_the_past = type & HSP_OF_THE_PAST;
    if (head >> 5 != HSP_MAJOR) return HSP_VERSION;
    if (type > LAST_TYPE) return HSP_TYPE;
    return of_the_past == (characteristic == HSP_UUID_BACKFILL) ? HSP_ACCEPTED : HSP_CHARACTERISTIC;
}

/* How many samples fill `len - start` bytes exactly; 0 when that is not 1 to 40. */
static uint8_t count_samples(size_t len, size_t start) {
    const size_t count = len < start ? 0 : (len - start) / SAMPLE_SIZE;
    return count <= HSP_MAX_SAMPLES && start + count * SAMPLE_SIZE == len ? (uint8_t)count : 0;
}

/* The sum wraps only for four times -32768, to 0, which is refused as it should be. */
static bool is_rotation(const int16_t quat[4]) {
    uint32_t norm = 0;
    for (size_t i = 0; i < 4; i++) norm += (uint32_t)(quat[i] * quat[i]);
    return LOWEST_NORM <= norm && norm <= HIGHEST_NORM;
}

/* What follows the header of a frame whose length is right. */
static enum hsp_reason read_body(const uint8_t *bytes, struct hsp_frame *frame) {
    if (frame->type & HSP_WITH_QUATERNION) {
        bytes = read_layout(QUATERNION, bytes, frame->quat);
        if (!is_rotation(frame->quat)) return HSP_QUATERNION;
    }
    for (size_t i = 0; i < frame->count; i++) bytes = read_layout(SAMPLE, bytes, &frame->samples[i]);
    return HSP_ACCEPTED;
}

enum hsp_reason hsp_decode_frame(const uint8_t *bytes, size_t len, enum hsp_uuid characteristic,
                                 struct hsp_frame *frame) {
    if (len < HEADER_SIZE) return HSP_SHORT;
    const enum hsp_reason reason = judge_head(bytes[0], characteristic);
    if (reason != HSP_ACCEPTED) return reason;
    bytes = read_layout(HEADER, bytes, frame);
    frame->type &= LAST_TYPE; /* the version was beside it */
    frame->epoch = frame->flags >> 6;
    frame->flags &= LAST_FLAGS;
    frame->count = count_samples(len, samples_start(frame->type));
    return frame->count > 0 ? read_body(bytes, frame) : HSP_LENGTH;
}

static bool has_bytes(const struct hsp_frame *frame) {
    return frame->type <= LAST_TYPE && frame->flags <= LAST_FLAGS && frame->epoch <= LAST_EPOCH &&
           1 <= frame->count && frame->count <= HSP_MAX_SAMPLES;
}

size_t hsp_encode_frame(const struct hsp_frame *frame, uint8_t *bytes, size_t cap) {
    const size_t size = samples_start(frame->type) + (size_t)frame->count * SAMPLE_SIZE;
    if (!has_bytes(frame) || cap < size) return 0;
    uint8_t *end = write_layout(HEADER, frame, bytes);
    bytes[0] = (uint8_t)(HSP_MAJOR << 5 | frame->type);
    bytes[1] = (uint8_t)(frame->epoch << 6 | frame->flags);
    if (frame->type & HSP_WITH_QUATERNION) end = write_layout(QUATERNION, frame->quat, end);
    for (size_t i = 0; i < frame->count; i++) end = write_layout(SAMPLE, &frame->samples[i], end);
    return size;
}

/* ---- Config and Status ---- */

/* A value that begins with its own length. Refuses: length, truncated. */
static enum hsp_reason decode_measured(const uint8_t *bytes, size_t len, void *value, const char *whole) {
    if (bytes[0] < (uint8_t)whole[0]) return HSP_LENGTH;
    if (len < bytes[0]) return HSP_TRUNCATED;
    read_layout(whole + 1, bytes, value);
    return HSP_ACCEPTED;
}

enum hsp_reason hsp_decode_config(const uint8_t *bytes, size_t len, struct hsp_config *config) {
    if (len < 2) return HSP_SHORT;
    if (bytes[1] != HSP_MAJOR) return HSP_VERSION;
    const enum hsp_reason reason = decode_measured(bytes, len, config, CONFIG);
    if (reason != HSP_ACCEPTED) return reason;
    const bool scaled = config->acc_ng_per_lsb > 0 && config->gyr_ndps_per_lsb > 0 && config->odr_mhz > 0;
    return scaled ? HSP_ACCEPTED : HSP_VALUE;
}

size_t hsp_encode_config(const struct hsp_config *config, uint8_t *bytes, size_t cap) {
    return encode(config, bytes, cap, CONFIG);
}

enum hsp_reason hsp_decode_status(const uint8_t *bytes, size_t len, struct hsp_status *status) {
    return len < 1 ? HSP_SHORT : decode_measured(bytes, len, status, STATUS);
}

size_t hsp_encode_status(const struct hsp_status *status, uint8_t *bytes, size_t cap) {
    return encode(status, bytes, cap, STATUS);
}

/* ---- Time sync ---- */

enum hsp_reason hsp_decode_sync_request(const uint8_t *bytes, size_t len, struct hsp_sync_request *request) {
    return decode(bytes, len, request, SYNC_REQUEST);
}

size_t hsp_encode_sync_request(const struct hsp_sync_request *request, uint8_t *bytes, size_t cap) {
    return encode(request, bytes, cap, SYNC_REQUEST);
}

enum hsp_reason hsp_decode_sync_reply(const uint8_t *bytes, size_t len, struct hsp_sync_reply *reply) {
    const enum hsp_reason reason = decode(bytes, len, reply, SYNC_REPLY);
    return reason == HSP_ACCEPTED && reply->hold_us == HSP_HOLD_UNKNOWN ? HSP_VALUE : reason;
}

size_t hsp_encode_sync_reply(const struct hsp_sync_reply *reply, uint8_t *bytes, size_t cap) {
    return encode(reply, bytes, cap, SYNC_REPLY);
}

/* ---- The advertisement's own bytes ---- */

enum hsp_reason hsp_decode_advert(const uint8_t *bytes, size_t len, struct hsp_advert *advert) {
    const enum hsp_reason reason = decode(bytes, len, advert, ADVERT);
    return reason == HSP_TYPE ? HSP_VERSION : reason;
}

size_t hsp_encode_advert(const struct hsp_advert *advert, uint8_t *bytes, size_t cap) {
    return encode(advert, bytes, cap, ADVERT);
}

/* ---- Control ---- */

enum { REQUEST_HEAD = 2, REPLY_HEAD = 4 };

static bool is_known(uint8_t op) { return HSP_START <= op && op <= HSP_SET_CONN; }

/* The layout in a column, 0 or 1, of the line of a known operation. */
static const char *layout_at(uint8_t op, size_t column) {
    const char *layout = operations;
    for (size_t skip = 2 * (size_t)(op - HSP_START) + column; skip > 0; layout++) skip -= *layout == '\0';
    return layout;
}

static bool is_haptic(const struct hsp_haptic *haptic) {
    const bool in_range = haptic->pattern <= 3 && haptic->strength >= 1 && 20 <= haptic->on_ms &&
                          haptic->on_ms <= 1000 && 1 <= haptic->repeat && haptic->repeat <= 5;
    return haptic->pattern == 0 || in_range;
}

static bool is_interval(const struct hsp_interval *interval) {
    return 6 <= interval->min && interval->min <= interval->max && interval->max <= 80;
}

/* What every device takes; what only some take is theirs to judge. */
static bool is_in_range(const struct hsp_request *request) {
    switch (request->op) {
    case HSP_SET_RATE: return request->args.set_rate.batch <= HSP_MAX_SAMPLES;
    case HSP_IDENTIFY: return request->args.identify_s <= 30;
    case HSP_HAPTIC: return is_haptic(&request->args.haptic);
    case HSP_SET_ROLE: return request->args.role <= HSP_ROLE_THORACIC;
    case HSP_BACKFILL: return request->args.backfill.count >= 1;
    case HSP_SET_CONN: return is_interval(&request->args.interval);
    default: return true;
    }
}

enum hsp_reason hsp_decode_request(const uint8_t *bytes, size_t len, struct hsp_request *request) {
    if (len < REQUEST_HEAD) return HSP_LENGTH;
    if (!is_known(bytes[0])) return HSP_UNKNOWN_OP;
    const char *args = layout_at(bytes[0], 0);
    if (len < REQUEST_HEAD + total(args)) return HSP_LENGTH;
    read_layout(args, read_layout(REQUEST, bytes, request), &request->args);
    return is_in_range(request) ? HSP_ACCEPTED : HSP_VALUE;
}

size_t hsp_encode_request(const struct hsp_request *request, uint8_t *bytes, size_t cap) {
    if (!is_known(request->op)) return 0;
    const char *args = layout_at(request->op, 0);
    if (cap < REQUEST_HEAD + total(args)) return 0;
    const uint8_t *end = write_layout(args, &request->args, write_layout(REQUEST, request, bytes));
    return (size_t)(end - bytes);
}

static const char *result_of(uint8_t op, uint8_t status) {
    if (status == HSP_OK && is_known(op)) return layout_at(op, 1);
    return op == HSP_BACKFILL && status == HSP_NOT_IN_RING ? NOT_IN_RING : "";
}

enum hsp_reason hsp_decode_reply(const uint8_t *bytes, size_t len, struct hsp_reply *reply) {
    const enum hsp_reason reason = decode(bytes, len, reply, REPLY);
    if (reason != HSP_ACCEPTED) return reason;
    const char *result = result_of(reply->op, reply->status);
    if (len < REPLY_HEAD + total(result)) return HSP_SHORT;
    read_layout(result, bytes + REPLY_HEAD, &reply->result);
    return HSP_ACCEPTED;
}

size_t hsp_encode_reply(const struct hsp_reply *reply, uint8_t *bytes, size_t cap) {
    const char *result = result_of(reply->op, reply->status);
    if (cap < REPLY_HEAD + total(result)) return 0;
    const size_t head = encode(reply, bytes, cap, REPLY);
    const uint8_t *end = write_layout(result, &reply->result, bytes + head);
    return (size_t)(end - bytes);
}
