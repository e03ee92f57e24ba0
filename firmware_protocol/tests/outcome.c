#include "outcome.h"

#include "hsp_rules.h"

static void add(struct outcome *outcome, uint64_t number) { outcome->numbers[outcome->count++] = number; }

static void add_signed(struct outcome *outcome, int64_t number) { add(outcome, (uint64_t)number); }

static void add_all(struct outcome *outcome, const int16_t *numbers, size_t count) {
    for (size_t i = 0; i < count; i++) add_signed(outcome, numbers[i]);
}

static void frame(enum hsp_uuid characteristic, const uint8_t *bytes, size_t len, struct outcome *outcome) {
    static struct hsp_frame value;
    outcome->reason = hsp_decode_frame(bytes, len, characteristic, &value);
    if (outcome->reason != HSP_ACCEPTED) return;
    add(outcome, value.type);
    add(outcome, value.flags);
    add(outcome, value.epoch);
    add(outcome, value.index);
    add(outcome, value.t_us);
    if (value.type & HSP_WITH_QUATERNION) add_all(outcome, value.quat, 4);
    for (size_t i = 0; i < value.count; i++) {
        add_all(outcome, value.samples[i].acc, 3);
        add_all(outcome, value.samples[i].gyr, 3);
    }
    outcome->size = hsp_encode_frame(&value, outcome->again, outcome->cap);
}

static void config(const uint8_t *bytes, size_t len, struct outcome *outcome) {
    struct hsp_config value;
    outcome->reason = hsp_decode_config(bytes, len, &value);
    if (outcome->reason != HSP_ACCEPTED) return;
    add(outcome, value.length);
    add(outcome, value.major);
    add(outcome, value.minor);
    add(outcome, value.epoch);
    add(outcome, value.role);
    add(outcome, value.state);
    add(outcome, value.batch);
    add(outcome, value.acc_fs_mg);
    add(outcome, value.gyr_fs_dps);
    add(outcome, value.acc_ng_per_lsb);
    add(outcome, value.gyr_ndps_per_lsb);
    add(outcome, value.odr_mhz);
    add(outcome, value.caps);
    outcome->size = hsp_encode_config(&value, outcome->again, outcome->cap);
}

static void status(const uint8_t *bytes, size_t len, struct outcome *outcome) {
    struct hsp_status value;
    outcome->reason = hsp_decode_status(bytes, len, &value);
    if (outcome->reason != HSP_ACCEPTED) return;
    add(outcome, value.length);
    add(outcome, value.flags);
    add(outcome, value.battery_pct);
    add(outcome, value.charge);
    add(outcome, value.battery_mv);
    add_signed(outcome, value.temp_cc);
    add(outcome, value.drops);
    add(outcome, value.ring_oldest);
    add(outcome, value.ring_newest);
    add(outcome, value.now_us);
    add(outcome, value.conn_interval);
    add(outcome, value.mtu);
    add(outcome, value.boot_id);
    add(outcome, value.run);
    outcome->size = hsp_encode_status(&value, outcome->again, outcome->cap);
}

static void add_args(struct outcome *outcome, const struct hsp_request *value) {
    switch (value->op) {
    case HSP_SET_RATE:
        add(outcome, value->args.set_rate.odr_hz);
        add(outcome, value->args.set_rate.batch);
        add(outcome, value->args.set_rate.acc_fs_mg);
        add(outcome, value->args.set_rate.gyr_fs_dps);
        break;
    case HSP_IDENTIFY: add(outcome, value->args.identify_s); break;
    case HSP_HAPTIC:
        add(outcome, value->args.haptic.pattern);
        add(outcome, value->args.haptic.strength);
        add(outcome, value->args.haptic.on_ms);
        add(outcome, value->args.haptic.repeat);
        break;
    case HSP_SET_ROLE: add(outcome, value->args.role); break;
    case HSP_BACKFILL:
        add(outcome, value->args.backfill.first);
        add(outcome, value->args.backfill.count);
        break;
    case HSP_SET_CONN:
        add(outcome, value->args.interval.min);
        add(outcome, value->args.interval.max);
        break;
    default: break;
    }
}

static void control_request(const uint8_t *bytes, size_t len, struct outcome *outcome) {
    struct hsp_request value;
    outcome->reason = hsp_decode_request(bytes, len, &value);
    if (outcome->reason != HSP_ACCEPTED) return;
    add(outcome, value.op);
    add(outcome, value.txn);
    add_args(outcome, &value);
    outcome->size = hsp_encode_request(&value, outcome->again, outcome->cap);
}

static void add_result(struct outcome *outcome, const struct hsp_reply *value) {
    switch (value->op) {
    case HSP_START:
        add(outcome, value->result.start.run);
        add(outcome, value->result.start.next_index);
        add(outcome, value->result.start.now_us);
        break;
    case HSP_STOP: add(outcome, value->result.newest_index); break;
    case HSP_SET_RATE:
        add(outcome, value->result.set_rate.epoch);
        add(outcome, value->result.set_rate.batch);
        add(outcome, value->result.set_rate.odr_mhz);
        add(outcome, value->result.set_rate.acc_fs_mg);
        add(outcome, value->result.set_rate.gyr_fs_dps);
        break;
    case HSP_SET_ROLE: add(outcome, value->result.epoch); break;
    case HSP_SELF_TEST:
        add(outcome, value->result.self_test.verdict);
        add_all(outcome, value->result.self_test.acc_mg, 3);
        add_all(outcome, value->result.self_test.gyr_dps, 3);
        break;
    case HSP_GYRO_BIAS:
        add_all(outcome, value->result.gyro_bias.mean_16th_lsb, 3);
        for (size_t i = 0; i < 3; i++) add(outcome, value->result.gyro_bias.spread_lsb[i]);
        break;
    case HSP_BACKFILL:
        add(outcome, value->result.backfill.first);
        add(outcome, value->result.backfill.count);
        break;
    case HSP_SET_CONN:
        add(outcome, value->result.interval.min);
        add(outcome, value->result.interval.max);
        break;
    default: break;
    }
}

static void control_reply(const uint8_t *bytes, size_t len, struct outcome *outcome) {
    struct hsp_reply value;
    outcome->reason = hsp_decode_reply(bytes, len, &value);
    if (outcome->reason != HSP_ACCEPTED) return;
    add(outcome, value.op);
    add(outcome, value.txn);
    add(outcome, value.status);
    if (value.status == HSP_OK) add_result(outcome, &value);
    if (value.status == HSP_NOT_IN_RING && value.op == HSP_BACKFILL) {
        add(outcome, value.result.ring.oldest);
        add(outcome, value.result.ring.newest);
    }
    outcome->size = hsp_encode_reply(&value, outcome->again, outcome->cap);
}

static void sync_request(const uint8_t *bytes, size_t len, struct outcome *outcome) {
    struct hsp_sync_request value;
    outcome->reason = hsp_decode_sync_request(bytes, len, &value);
    if (outcome->reason != HSP_ACCEPTED) return;
    add(outcome, value.id);
    add(outcome, value.t1);
    outcome->size = hsp_encode_sync_request(&value, outcome->again, outcome->cap);
}

static void sync_reply(const uint8_t *bytes, size_t len, struct outcome *outcome) {
    struct hsp_sync_reply value;
    outcome->reason = hsp_decode_sync_reply(bytes, len, &value);
    if (outcome->reason != HSP_ACCEPTED) return;
    add(outcome, value.id);
    add(outcome, value.t1);
    add(outcome, value.t2_us);
    add(outcome, value.hold_us);
    outcome->size = hsp_encode_sync_reply(&value, outcome->again, outcome->cap);
}

/* With the scan response, or of it only the letters of the name. */
static void add_advert(struct outcome *outcome, const struct hsp_advert *value, size_t response_from) {
    uint8_t response[HSP_SCAN_RESPONSE_SIZE];
    add(outcome, value->major);
    add(outcome, value->role);
    add(outcome, value->battery_pct);
    add(outcome, value->state);
    add(outcome, value->id);
    const size_t size = hsp_encode_scan_response(value->id, response, sizeof response);
    for (size_t i = response_from; i < size; i++) add(outcome, response[i]);
}

static void advert(const uint8_t *bytes, size_t len, struct outcome *outcome) {
    struct hsp_advert value;
    outcome->reason = hsp_decode_advert(bytes, len, &value);
    if (outcome->reason != HSP_ACCEPTED) return;
    add_advert(outcome, &value, 2);
    outcome->size = hsp_encode_advert(&value, outcome->again, outcome->cap);
}

/* With the UUID of the service as it is written, the greatest byte first. */
static void advert_packet(const uint8_t *bytes, size_t len, struct outcome *outcome) {
    struct hsp_advert value;
    uint8_t uuid[HSP_UUID_SIZE];
    outcome->reason = hsp_decode_advert_packet(bytes, len, &value);
    if (outcome->reason != HSP_ACCEPTED) return;
    add_advert(outcome, &value, 0);
    hsp_uuid_bytes(HSP_UUID_SERVICE, uuid);
    for (size_t i = HSP_UUID_SIZE; i > 0; i--) add(outcome, uuid[i - 1]);
    outcome->size = hsp_encode_advert_packet(&value, outcome->again, outcome->cap);
}

static void unwrap(const uint64_t *given, struct outcome *outcome) {
    const struct hsp_anchor anchor = {given[0], given[1]};
    struct hsp_anchor found;
    outcome->reason = hsp_unwrap(&anchor, (uint16_t)given[3], (uint32_t)given[4], (uint32_t)given[2], &found);
    if (outcome->reason != HSP_ACCEPTED) return;
    add(outcome, found.index);
    add(outcome, found.t_us);
}

static void capacity(const uint64_t *given, struct outcome *outcome) {
    const struct hsp_fit fit = hsp_capacity((uint16_t)given[0], given[1] != 0);
    add(outcome, fit.type);
    add(outcome, fit.samples);
}

static void sync_solve(const uint64_t *given, struct outcome *outcome) {
    const struct hsp_sync_reply reply = {0, given[0], given[2], (uint16_t)given[3]};
    const struct hsp_sync_point point = hsp_sync_solve(&reply, given[1]);
    add_signed(outcome, point.rtt_ns);
    add_signed(outcome, point.offset_ns);
}

static void device(const uint8_t *bytes, size_t len, const uint64_t *given, struct outcome *outcome) {
    struct hsp_request request;
    const struct hsp_context context = {
        (enum hsp_state)given[0], given[1] != 0,      given[2] != 0,      given[9] != 0,
        (uint8_t)given[6],        (uint16_t)given[3], (uint32_t)given[4], (uint32_t)given[5],
        (uint32_t)given[7],       (uint32_t)given[8], (uint32_t)given[10],
    };
    add(outcome, hsp_judge_request(bytes, len, &context, &request));
}

void find_outcome(int kind, const uint8_t *bytes, size_t len, const uint64_t *given, struct outcome *outcome) {
    outcome->reason = HSP_ACCEPTED;
    outcome->count = outcome->size = 0;
    switch (kind) {
    case FRAME_DATA: frame(HSP_UUID_DATA, bytes, len, outcome); break;
    case FRAME_BACKFILL: frame(HSP_UUID_BACKFILL, bytes, len, outcome); break;
    case CONFIG: config(bytes, len, outcome); break;
    case STATUS: status(bytes, len, outcome); break;
    case CONTROL_REQUEST: control_request(bytes, len, outcome); break;
    case CONTROL_REPLY: control_reply(bytes, len, outcome); break;
    case SYNC_REQUEST: sync_request(bytes, len, outcome); break;
    case SYNC_REPLY: sync_reply(bytes, len, outcome); break;
    case ADVERT: advert(bytes, len, outcome); break;
    case ADVERT_PACKET: advert_packet(bytes, len, outcome); break;
    case UNWRAP: unwrap(given, outcome); break;
    case UNWRAP_BACKFILL: add(outcome, hsp_unwrap_backfill(given[0], (uint16_t)given[1])); break;
    case CAPACITY: capacity(given, outcome); break;
    case SYNC_SOLVE: sync_solve(given, outcome); break;
    case DEVICE: device(bytes, len, given, outcome); break;
    default: break;
    }
}

const char *reason_name(int reason) {
    static const char *const names[] = {
        "",           "short",   "version",   "type",  "characteristic", "length",
        "quaternion", "counter", "truncated", "value", "unknown_op",
    };
    return names[reason];
}
