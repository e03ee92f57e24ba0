#include "hsp_machine.h"

#define BUFFERING_US UINT64_C(600000000) /* R4 */

bool hsp_machine_is_running(const struct hsp_core *core) {
    return core->state == HSP_STREAMING || core->state == HSP_BUFFERING;
}

struct hsp_fit hsp_machine_fit(const struct hsp_core *core) {
    return hsp_capacity(core->link.mtu, core->make.caps & HSP_CAN_QUATERNION);
}

uint8_t hsp_machine_batch(const struct hsp_core *core) {
    const uint8_t most = hsp_machine_fit(core).samples;
    return core->batch < most ? core->batch : most;
}

/* ---- Samples ---- */

static void take(struct hsp_core *core, const struct hsp_sample *sample, uint64_t t_us) {
    if (hsp_sampler_recovers(&core->sampler)) core->epoch++;
    struct hsp_slot *slot = hsp_ring_push(&core->ring);
    hsp_sampler_take(&core->sampler, sample, t_us, slot);
    slot->epoch = core->epoch & 3;
    if (core->battery.low) slot->flags |= HSP_LOW_BATTERY;
    if (core->state == HSP_STREAMING) {
        hsp_live_grow(&core->live, core->ring.end, hsp_machine_batch(core));
    } else {
        hsp_live_skip(&core->live, core->ring.end);
    }
}

static void lose(struct hsp_core *core) {
    hsp_sampler_lose(&core->sampler);
    hsp_ring_skip(&core->ring);
    hsp_live_skip(&core->live, core->ring.end);
}

static void sample_run(struct hsp_core *core) {
    struct hsp_sample sample;
    uint64_t t_us;
    int read;
    while ((read = core->board->imu_read(core->ctx, &sample, &t_us)) != HSP_IMU_NOTHING) {
        if (read == HSP_IMU_FAULT) {
            hsp_machine_fail(core);
            return;
        }
        if (read == HSP_IMU_LOST) {
            lose(core);
        } else if (t_us <= core->buffering_until_us) {
            take(core, &sample, t_us);
        }
    }
}

static void sample_bias(struct hsp_core *core) {
    struct hsp_sample sample;
    uint64_t t_us;
    int read;
    while ((read = core->board->imu_read(core->ctx, &sample, &t_us)) != HSP_IMU_NOTHING) {
        if (read == HSP_IMU_FAULT) {
            hsp_bias_spoil(&core->bias, core->now_us);
            return;
        }
        if (read == HSP_IMU_SAMPLE) hsp_bias_add(&core->bias, sample.gyr, t_us);
    }
}

static void end_at(struct hsp_core *core, uint64_t t_us) {
    hsp_machine_end_run(core);
    core->idle_since_us = t_us;
}

void hsp_machine_sample(struct hsp_core *core) {
    if (core->state == HSP_BUSY) sample_bias(core);
    if (!hsp_machine_is_running(core)) return;
    sample_run(core);
    if (core->now_us >= core->buffering_until_us) end_at(core, core->buffering_until_us);
}

/* ---- States ---- */

bool hsp_machine_run_imu(struct hsp_core *core) {
    const struct hsp_rate *rate = &core->rate;
    struct hsp_rate actual;
    const uint16_t odr_hz = (uint16_t)(rate->odr_mhz / 1000);
    if (core->board->imu_setup(core->ctx, odr_hz, rate->acc_fs_mg, rate->gyr_fs_dps, &actual) != HSP_IMU_SET) {
        return false;
    }
    return actual.odr_mhz == rate->odr_mhz && actual.acc_ng_per_lsb == rate->acc_ng_per_lsb &&
           actual.gyr_ndps_per_lsb == rate->gyr_ndps_per_lsb; /* another scale than Config's would look plausible */
}

void hsp_machine_stop_imu(struct hsp_core *core) {
    core->board->imu_setup(core->ctx, 0, 0, 0, NULL);
}

static bool begin_run(struct hsp_core *core) {
    if (!hsp_machine_run_imu(core)) {
        hsp_machine_fail(core);
        return false;
    }
    core->run = core->run == UINT16_MAX ? 1 : (uint16_t)(core->run + 1);
    core->ring.end = 0;
    hsp_sampler_begin(&core->sampler, &core->rate, core->now_us);
    hsp_live_begin(&core->live, core->make.queue_frames);
    hsp_backfill_stop(&core->backfill);
    return true;
}

bool hsp_machine_start(struct hsp_core *core) {
    if (core->state == HSP_IDLE && !begin_run(core)) return false;
    if (core->state == HSP_BUFFERING) hsp_live_resume(&core->live, core->ring.end);
    core->state = HSP_STREAMING;
    core->buffering_until_us = UINT64_MAX;
    return true;
}

static void halt(struct hsp_core *core, enum hsp_state state) {
    if (core->state == HSP_STREAMING) hsp_live_flush(&core->live, core->ring.end);
    core->state = state;
    core->idle_since_us = core->now_us;
    core->buffering_until_us = UINT64_MAX;
    hsp_machine_stop_imu(core);
}

void hsp_machine_end_run(struct hsp_core *core) {
    hsp_machine_stop_motor(core);
    if (hsp_machine_is_running(core)) halt(core, HSP_IDLE);
}

void hsp_machine_fail(struct hsp_core *core) {
    hsp_machine_stop_motor(core);
    halt(core, HSP_FAULT);
}

void hsp_machine_buffer(struct hsp_core *core) {
    hsp_live_abandon(&core->live);
    if (core->state != HSP_STREAMING) return;
    hsp_live_skip(&core->live, core->ring.end);
    core->state = HSP_BUFFERING;
    core->buffering_until_us = core->now_us + BUFFERING_US;
}

void hsp_machine_abandon_bias(struct hsp_core *core) {
    if (!core->bias.running) return;
    hsp_bias_stop(&core->bias);
    core->state = HSP_IDLE;
    hsp_machine_stop_imu(core);
}

void hsp_machine_stop_motor(struct hsp_core *core) {
    hsp_motor_stop(&core->motor);
    if (core->make.caps & HSP_CAN_HAPTIC) core->board->drive(core->ctx, HSP_MOTOR, 0, 0);
}

/* ---- What is told ---- */

struct hsp_config hsp_machine_config(const struct hsp_core *core) {
    return (struct hsp_config){
        .length = HSP_CONFIG_SIZE,
        .major = HSP_MAJOR,
        .minor = HSP_MINOR,
        .epoch = core->epoch,
        .role = core->role,
        .state = (uint8_t)core->state,
        .batch = hsp_machine_batch(core),
        .acc_fs_mg = core->rate.acc_fs_mg,
        .gyr_fs_dps = core->rate.gyr_fs_dps,
        .acc_ng_per_lsb = core->rate.acc_ng_per_lsb,
        .gyr_ndps_per_lsb = core->rate.gyr_ndps_per_lsb,
        .odr_mhz = core->rate.odr_mhz,
        .caps = core->make.caps,
    };
}

static uint8_t status_flags(const struct hsp_core *core) {
    const int flags = (core->battery.low ? HSP_FLAG_LOW_BATTERY : 0) |
                      (core->battery.critical ? HSP_FLAG_CRITICAL_BATTERY : 0) |
                      (hsp_ring_oldest(&core->ring) > 0 ? HSP_FLAG_RING_OVERRUN : 0) |
                      (core->state == HSP_FAULT ? HSP_FLAG_IMU_FAULT : 0) |
                      (hsp_backfill_running(&core->backfill) ? HSP_FLAG_BACKFILLING : 0) |
                      (core->button ? HSP_FLAG_BUTTON : 0);
    return (uint8_t)flags;
}

struct hsp_status hsp_machine_status(const struct hsp_core *core) {
    return (struct hsp_status){
        .length = HSP_STATUS_SIZE,
        .flags = status_flags(core),
        .battery_pct = core->battery.gauge.battery_pct,
        .charge = core->battery.gauge.charge,
        .battery_mv = core->battery.gauge.battery_mv,
        .temp_cc = core->battery.gauge.temp_cc,
        .drops = core->live.drops,
        .ring_oldest = hsp_ring_oldest(&core->ring),
        .ring_newest = core->ring.end - 1,
        .now_us = core->now_us,
        .conn_interval = core->link.interval,
        .mtu = core->link.mtu,
        .boot_id = core->make.boot_id,
        .run = core->run,
    };
}
