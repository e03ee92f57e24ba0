#include "hsp_control.h"

#include "hsp_machine.h"

enum { FASTEST_SINGLE_MHZ = 104000 }; /* with one sample a frame, section 19 */

/* ---- One function for each operation: fills status and result, which begin as HSP_OK and nothing ---- */

typedef void operation(struct hsp_core *core, const struct hsp_request *request, struct hsp_waiting_reply *answer);

static void fail_with(struct hsp_waiting_reply *answer, enum hsp_answer status) {
    answer->reply.status = (uint8_t)status;
}

static void start(struct hsp_core *core, const struct hsp_request *request, struct hsp_waiting_reply *answer) {
    (void)request;
    const bool flows = core->state == HSP_STREAMING;
    if (core->battery.critical) {
        fail_with(answer, HSP_WRONG_STATE);
    } else if (!hsp_machine_start(core)) {
        fail_with(answer, HSP_HARDWARE);
    } else {
        answer->reply.result.start.run = core->run;
        answer->reply.result.start.next_index = core->ring.end;
        answer->reply.result.start.now_us = core->now_us;
        answer->after = flows ? HSP_THEN_NOTHING : HSP_THEN_FLOW;
    }
}

static void stop(struct hsp_core *core, const struct hsp_request *request, struct hsp_waiting_reply *answer) {
    (void)request;
    hsp_machine_end_run(core);
    answer->reply.result.newest_index = core->ring.end > 0 ? core->ring.end - 1 : HSP_NO_SAMPLE;
    answer->last = true;
}

static uint16_t asked_or(uint16_t asked, uint32_t now) {
    return asked ? asked : (uint16_t)now;
}

/* What the IMU really does when asked for this rate, a 0 keeping what is. The IMU is stopped again. */
static enum hsp_answer find_rate(struct hsp_core *core, const struct hsp_request *request, struct hsp_rate *found) {
    const uint16_t odr_hz = asked_or(request->args.set_rate.odr_hz, core->rate.odr_mhz / 1000);
    const uint16_t acc_fs_mg = asked_or(request->args.set_rate.acc_fs_mg, core->rate.acc_fs_mg);
    const uint16_t gyr_fs_dps = asked_or(request->args.set_rate.gyr_fs_dps, core->rate.gyr_fs_dps);
    const int set = core->board->imu_setup(core->ctx, odr_hz, acc_fs_mg, gyr_fs_dps, found);
    if (set == HSP_IMU_CANNOT) return HSP_BAD_VALUE;
    if (set != HSP_IMU_SET) return HSP_HARDWARE;
    hsp_machine_stop_imu(core);
    const bool too_fast = hsp_machine_fit(core).samples == 1 && found->odr_mhz > FASTEST_SINGLE_MHZ;
    return too_fast ? HSP_BAD_VALUE : HSP_OK;
}

static void set_rate(struct hsp_core *core, const struct hsp_request *request, struct hsp_waiting_reply *answer) {
    struct hsp_rate found;
    const enum hsp_answer status = find_rate(core, request, &found);
    fail_with(answer, status);
    if (status == HSP_HARDWARE) hsp_machine_fail(core);
    if (status != HSP_OK) return;
    core->rate = found;
    core->batch = (uint8_t)asked_or(request->args.set_rate.batch, core->batch);
    core->epoch++;
    answer->reply.result.set_rate.epoch = core->epoch;
    answer->reply.result.set_rate.batch = hsp_machine_batch(core);
    answer->reply.result.set_rate.odr_mhz = found.odr_mhz;
    answer->reply.result.set_rate.acc_fs_mg = found.acc_fs_mg;
    answer->reply.result.set_rate.gyr_fs_dps = found.gyr_fs_dps;
}

static void identify(struct hsp_core *core, const struct hsp_request *request, struct hsp_waiting_reply *answer) {
    (void)answer;
    core->board->drive(core->ctx, HSP_LAMP, UINT8_MAX, (uint16_t)(request->args.identify_s * 1000));
}

static void haptic(struct hsp_core *core, const struct hsp_request *request, struct hsp_waiting_reply *answer) {
    (void)answer;
    hsp_machine_stop_motor(core);
    hsp_motor_run(&core->motor, &request->args.haptic, core->now_us);
}

static void set_role(struct hsp_core *core, const struct hsp_request *request, struct hsp_waiting_reply *answer) {
    uint8_t role = request->args.role;
    if (core->board->store(core->ctx, HSP_KEY_ROLE, &role, sizeof role, true) != 0) {
        fail_with(answer, HSP_HARDWARE);
        return;
    }
    core->role = role;
    core->epoch++;
    answer->reply.result.epoch = core->epoch;
}

static void gyro_bias(struct hsp_core *core, const struct hsp_request *request, struct hsp_waiting_reply *answer) {
    if (!hsp_machine_run_imu(core)) {
        hsp_machine_fail(core);
        fail_with(answer, HSP_HARDWARE);
        return;
    }
    core->state = HSP_BUSY;
    hsp_bias_begin(&core->bias, request->txn, core->now_us);
}

static void backfill(struct hsp_core *core, const struct hsp_request *request, struct hsp_waiting_reply *answer) {
    struct hsp_span wanted = request->args.backfill;
    const uint32_t there = core->ring.end - wanted.first;
    if (wanted.count > there) wanted.count = there;
    hsp_backfill_begin(&core->backfill, wanted);
    answer->reply.result.backfill = wanted;
}

static void backfill_stop(struct hsp_core *core, const struct hsp_request *request, struct hsp_waiting_reply *answer) {
    (void)request;
    (void)answer;
    hsp_backfill_stop(&core->backfill);
}

static void forget_bonds(struct hsp_core *core, const struct hsp_request *request, struct hsp_waiting_reply *answer) {
    (void)core;
    (void)request;
    answer->after = HSP_THEN_FORGET;
}

static void set_conn(struct hsp_core *core, const struct hsp_request *request, struct hsp_waiting_reply *answer) {
    hsp_asking_replace(&core->asking, request->args.interval, core->now_us);
    answer->reply.result.interval = request->args.interval;
}

static operation *const OPERATIONS[] = {
    [HSP_START] = start,
    [HSP_STOP] = stop,
    [HSP_SET_RATE] = set_rate,
    [HSP_IDENTIFY] = identify,
    [HSP_HAPTIC] = haptic,
    [HSP_SET_ROLE] = set_role,
    [HSP_GYRO_BIAS] = gyro_bias,
    [HSP_BACKFILL] = backfill,
    [HSP_BACKFILL_STOP] = backfill_stop,
    [HSP_FORGET_BONDS] = forget_bonds,
    [HSP_SET_CONN] = set_conn,
};

/* ---- Judging, answering ---- */

static struct hsp_context context_of(struct hsp_core *core) {
    return (struct hsp_context){
        .state = core->state,
        .subscribed = core->link.subscribed >> HSP_UUID_DATA & 1,
        .encrypted = core->link.encrypted,
        .backfilling = hsp_backfill_running(&core->backfill),
        .battery_pct = core->battery.gauge.battery_pct,
        .mtu = core->link.mtu,
        .odr_mhz = core->rate.odr_mhz,
        .caps = core->make.caps,
        .ring_oldest = hsp_ring_oldest(&core->ring),
        .ring_newest = core->ring.end - 1,
        .motor_ms_60s = hsp_motor_ms_60s(&core->motor, core->now_us),
    };
}

/* Nothing but what every reply has. */
static struct hsp_waiting_reply answer_to(const uint8_t *bytes, size_t len) {
    struct hsp_waiting_reply answer = {.after = HSP_THEN_NOTHING, .last = false};
    answer.reply.op = len > 0 ? bytes[0] : 0;
    answer.reply.txn = len > 1 ? bytes[1] : 0;
    answer.reply.status = HSP_OK;
    return answer;
}

static void refuse(const struct hsp_context *context, enum hsp_answer status, struct hsp_waiting_reply *answer) {
    fail_with(answer, status);
    if (status != HSP_NOT_IN_RING) return;
    answer->reply.result.ring.oldest = context->ring_oldest;
    answer->reply.result.ring.newest = context->ring_newest;
}

void hsp_control_execute(struct hsp_core *core, const uint8_t *bytes, size_t len) {
    struct hsp_request request;
    const struct hsp_context context = context_of(core);
    const enum hsp_answer status = hsp_judge_request(bytes, len, &context, &request);
    struct hsp_waiting_reply answer = answer_to(bytes, len);
    if (status != HSP_OK) {
        refuse(&context, status, &answer);
    } else {
        OPERATIONS[request.op](core, &request, &answer);
    }
    const bool later = answer.reply.op == HSP_GYRO_BIAS && answer.reply.status == HSP_OK;
    if (!later) hsp_replies_add(&core->replies, &answer);
}

void hsp_control_finish(struct hsp_core *core) {
    if (!hsp_bias_due(&core->bias, core->now_us) || !hsp_replies_have_room(&core->replies)) return;
    struct hsp_waiting_reply answer = {.after = HSP_THEN_NOTHING, .last = false};
    hsp_bias_answer(&core->bias, &answer.reply);
    hsp_machine_abandon_bias(core);
    if (answer.reply.status != HSP_OK) hsp_machine_fail(core);
    hsp_replies_add(&core->replies, &answer);
}
