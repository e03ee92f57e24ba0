#include "hsp_core.h"

#include "hsp_control.h"
#include "hsp_idle.h"
#include "hsp_machine.h"
#include "hsp_wire.h"

enum { HELD_MS = 10000, NOT_BUILT_IN = HSP_CAN_SELF_TEST | HSP_CAN_DFU };
static const struct hsp_gauge UNKNOWN_GAUGE = {HSP_PERCENT_UNKNOWN, HSP_CHARGE_UNKNOWN, 0, HSP_TEMP_UNKNOWN};

/* ---- Reset ---- */

static void clear_mail(struct hsp_core *core) {
    core->written = core->read = 0;
    core->presses = core->presses_seen = 0;
    core->link_changed = core->held = core->drained = false;
}

static void read_role(struct hsp_core *core) {
    uint8_t role;
    const bool stored = core->board->store(core->ctx, HSP_KEY_ROLE, &role, sizeof role, false) == 0;
    core->role = stored && role <= HSP_ROLE_THORACIC ? role : core->make.role;
}

static void begin_parts(struct hsp_core *core) {
    hsp_sampler_begin(&core->sampler, &core->rate, core->now_us);
    hsp_live_begin(&core->live, core->make.queue_frames);
    hsp_backfill_stop(&core->backfill);
    hsp_motor_stop(&core->motor);
    hsp_bias_stop(&core->bias);
    hsp_wire_init(core);
    hsp_idle_init(core);
    clear_mail(core);
}

void hsp_core_init(struct hsp_core *core, const struct hsp_board *board, void *ctx, const struct hsp_make *make,
                   struct hsp_slot *slots, uint32_t slot_count) {
    core->board = board;
    core->ctx = ctx;
    core->make = *make;
    core->make.caps &= ~(uint32_t)NOT_BUILT_IN;
    core->now_us = board->now_us(ctx);
    core->state = HSP_IDLE;
    core->run = 0;
    core->epoch = 1;
    core->batch = make->batch;
    core->rate = make->rate;
    core->ring = (struct hsp_ring){slots, slot_count, 0};
    core->battery = (struct hsp_battery){UNKNOWN_GAUGE, false, false};
    core->backfill.next_us = 0;
    core->motor.logged = 0;
    core->buffering_until_us = UINT64_MAX;
    begin_parts(core);
    read_role(core);
}

/* ---- What comes from outside ---- */

bool hsp_core_on_write(struct hsp_core *core, enum hsp_uuid characteristic, const uint8_t *bytes, size_t len) {
    const uint64_t t_us = core->board->now_us(core->ctx);
    if ((uint8_t)(core->written - core->read) == HSP_INBOX) return false;
    volatile struct hsp_message *message = &core->inbox[core->written % HSP_INBOX];
    message->t_us = t_us;
    message->characteristic = characteristic;
    message->len = (uint8_t)(len < HSP_MAX_REQUEST_SIZE ? len : HSP_MAX_REQUEST_SIZE);
    for (size_t i = 0; i < message->len; i++) message->bytes[i] = bytes[i];
    core->written++;
    return true;
}

void hsp_core_on_link(struct hsp_core *core) {
    core->link_changed = true;
}

void hsp_core_on_button(struct hsp_core *core, uint32_t held_ms) {
    if (held_ms >= HELD_MS) {
        core->held = true;
    } else {
        core->presses++;
    }
}

void hsp_core_on_gauge(struct hsp_core *core, const struct hsp_gauge *gauge) {
    const bool was_critical = core->battery.critical;
    hsp_battery_set(&core->battery, gauge);
    core->drained = core->drained || (core->battery.critical && !was_critical);
}

/* ---- What is done with it ---- */

static void follow_link(struct hsp_core *core) {
    if (!core->link_changed) return;
    core->link_changed = false;
    hsp_wire_follow(core);
}

static void follow_battery(struct hsp_core *core) {
    if (core->drained) hsp_machine_end_run(core); /* P3 */
    core->drained = false;
}

static void hear(struct hsp_core *core) {
    while (core->read != core->written && hsp_replies_have_room(&core->replies)) {
        const struct hsp_message message = core->inbox[core->read % HSP_INBOX];
        if (core->link.connected) hsp_wire_hear(core, &message);
        core->read++;
    }
}

static void move_motor(struct hsp_core *core) {
    struct hsp_stroke stroke;
    if (!hsp_motor_due(&core->motor, core->now_us, &stroke)) return;
    core->board->drive(core->ctx, HSP_MOTOR, stroke.strength, stroke.ms);
}

void hsp_core_poll(struct hsp_core *core) {
    core->now_us = core->board->now_us(core->ctx);
    hsp_machine_sample(core);
    follow_link(core);
    hsp_idle_follow_button(core);
    follow_battery(core);
    hear(core);
    hsp_control_finish(core);
    move_motor(core);
    hsp_wire_wish(core);
    hsp_wire_send(core);
    hsp_idle_advertise(core);
}

size_t hsp_core_read(const struct hsp_core *core, enum hsp_uuid characteristic, uint8_t *bytes, size_t cap) {
    if (characteristic == HSP_UUID_CONFIG) {
        const struct hsp_config config = hsp_machine_config(core);
        return hsp_encode_config(&config, bytes, cap);
    }
    if (characteristic == HSP_UUID_STATUS) {
        const struct hsp_status status = hsp_machine_status(core);
        return hsp_encode_status(&status, bytes, cap);
    }
    return 0;
}

bool hsp_core_may_pair(const struct hsp_core *core) {
    return core->now_us < core->pairing_until_us;
}

static uint64_t earlier(uint64_t a, uint64_t b) {
    return a < b ? a : b;
}

uint64_t hsp_core_next_us(const struct hsp_core *core) {
    const uint64_t linked_us = core->link.connected ? hsp_wire_next_us(core) : core->buffering_until_us;
    return earlier(earlier(linked_us, core->motor.next_us), hsp_idle_next_us(core));
}

uint32_t hsp_core_samples_to_go(const struct hsp_core *core) {
    const uint32_t begun = core->ring.end - core->live.cut;
    return core->state == HSP_STREAMING ? hsp_machine_batch(core) - begun : 0;
}
