#include "hsp_wire.h"

#include "hsp_control.h"
#include "hsp_idle.h"
#include "hsp_machine.h"

enum { SMALLEST_MTU = 23, ATT_HEADER = 3 };
static const struct hsp_link NO_LINK = {.mtu = SMALLEST_MTU};

static bool wanted(const struct hsp_link *link, enum hsp_uuid characteristic) {
    return link->subscribed >> characteristic & 1;
}

/* ---- The link ---- */

void hsp_wire_init(struct hsp_core *core) {
    core->link = NO_LINK;
    core->pinged = false;
    core->notices.config_wanted = false;
    core->notices.status_wanted = false;
    core->notices.next_us = UINT64_MAX;
    hsp_asking_end(&core->asking);
    hsp_replies_clear(&core->replies);
}

/* A run goes on in the ring (P5), all else stops; nothing that was asked is answered on another link. */
static void end_link(struct hsp_core *core) {
    core->read = core->written;
    hsp_machine_abandon_bias(core);
    hsp_machine_buffer(core);
    hsp_machine_stop_motor(core);
    hsp_backfill_stop(&core->backfill);
    hsp_wire_init(core);
    hsp_idle_link_ended(core);
}

static void begin_link(struct hsp_core *core) {
    hsp_asking_begin(&core->asking, core->now_us);
    core->idle_since_us = core->now_us;
}

static void follow_subscriptions(struct hsp_core *core, uint8_t before) {
    const struct hsp_config config = hsp_machine_config(core);
    const struct hsp_status status = hsp_machine_status(core);
    const uint8_t changed = before ^ core->link.subscribed;
    if (changed >> HSP_UUID_CONFIG & 1) {
        hsp_notices_want_config(&core->notices, wanted(&core->link, HSP_UUID_CONFIG), &config);
    }
    if (changed >> HSP_UUID_STATUS & 1) {
        hsp_notices_want_status(&core->notices, wanted(&core->link, HSP_UUID_STATUS), &status);
    }
    if (changed >> HSP_UUID_DATA & 1 && !wanted(&core->link, HSP_UUID_DATA)) hsp_machine_buffer(core);
}

static void forget_bonds(struct hsp_core *core) {
    core->board->store(core->ctx, HSP_KEY_BONDS, NULL, 0, true);
    core->board->hang_up(core->ctx);
}

static void follow_confirmation(struct hsp_core *core) {
    if (!core->replies.sent || core->link.unconfirmed) return;
    if (hsp_replies_confirmed(&core->replies) == HSP_THEN_FORGET) forget_bonds(core);
}

void hsp_wire_follow(struct hsp_core *core) {
    struct hsp_link now = NO_LINK;
    core->board->link(core->ctx, &now);
    const bool same = now.connected && now.number == core->link.number;
    if (core->link.connected && !same) end_link(core);
    if (!now.connected) return;
    if (!core->link.connected) begin_link(core);
    const uint8_t before = core->link.subscribed;
    core->link = now;
    follow_subscriptions(core, before);
    follow_confirmation(core);
}

/* ---- What comes in ---- */

static void take_ping(struct hsp_core *core, const struct hsp_message *message) {
    struct hsp_sync_request ping;
    if (!core->link.encrypted) return;
    if (hsp_decode_sync_request(message->bytes, message->len, &ping) != HSP_ACCEPTED) return;
    core->ping = ping;
    core->ping_us = message->t_us;
    core->pinged = true;
}

void hsp_wire_hear(struct hsp_core *core, const struct hsp_message *message) {
    if (message->characteristic == HSP_UUID_TIME_SYNC) {
        take_ping(core, message);
    } else if (wanted(&core->link, HSP_UUID_CONTROL)) { /* else the answer has no way */
        hsp_control_execute(core, message->bytes, message->len);
    }
}

/* ---- What goes out: each outlet says whether something left ---- */

static int send(struct hsp_core *core, enum hsp_uuid characteristic, const uint8_t *bytes, size_t len) {
    return core->board->send(core->ctx, characteristic, bytes, len);
}

/* Whether frames wait that may leave. */
static bool frames_flow(const struct hsp_core *core) {
    return core->live.waiting > 0 && !hsp_replies_hold_frames(&core->replies);
}

static bool send_reply(struct hsp_core *core) {
    uint8_t bytes[HSP_MAX_REPLY_SIZE];
    const struct hsp_reply *reply = hsp_replies_next(&core->replies, frames_flow(core));
    if (reply == NULL || !wanted(&core->link, HSP_UUID_CONTROL)) return false;
    const size_t len = hsp_encode_reply(reply, bytes, sizeof bytes);
    if (send(core, HSP_UUID_CONTROL, bytes, len) != HSP_SENT) return false;
    hsp_replies_sent(&core->replies);
    hsp_core_on_link(core); /* a radio that waits for the confirmation has it by now */
    return true;
}

static struct hsp_sync_reply pong(const struct hsp_core *core) {
    const uint64_t hold_us = core->board->now_us(core->ctx) - core->ping_us;
    return (struct hsp_sync_reply){
        .id = core->ping.id,
        .t1 = core->ping.t1,
        .t2_us = core->ping_us,
        .hold_us = hold_us < HSP_HOLD_UNKNOWN ? (uint16_t)hold_us : HSP_HOLD_UNKNOWN,
    };
}

static bool send_pong(struct hsp_core *core) {
    uint8_t bytes[HSP_SYNC_REPLY_SIZE];
    if (!core->pinged || !wanted(&core->link, HSP_UUID_TIME_SYNC)) return false;
    const struct hsp_sync_reply reply = pong(core);
    const size_t len = hsp_encode_sync_reply(&reply, bytes, sizeof bytes);
    if (send(core, HSP_UUID_TIME_SYNC, bytes, len) != HSP_SENT) return false;
    core->pinged = false;
    return true;
}

static bool send_frame(struct hsp_core *core, enum hsp_uuid characteristic) {
    uint8_t bytes[HSP_MAX_SENT_FRAME_SIZE];
    const size_t len = hsp_encode_frame(&core->frame, bytes, sizeof bytes);
    return send(core, characteristic, bytes, len) == HSP_SENT;
}

static bool send_live_frame(struct hsp_core *core) {
    if (!frames_flow(core)) return false;
    const struct hsp_live_span *span = hsp_live_next(&core->live);
    const struct hsp_fit fit = hsp_machine_fit(core);
    const uint32_t count = span->end - span->first;
    hsp_ring_frame(&core->ring, span->first, count < fit.samples ? count : fit.samples, &core->frame);
    core->frame.type = fit.type;
    core->frame.flags |= hsp_live_gap(&core->live) ? HSP_GAP : 0;
    if (!send_frame(core, HSP_UUID_DATA)) return false;
    hsp_live_sent(&core->live, core->frame.count);
    return true;
}

/* As much of a value as fits this MTU: a cut one says only "changed" (S2). */
static bool send_notice(struct hsp_core *core, enum hsp_uuid characteristic, const uint8_t *bytes, size_t len) {
    const size_t most = (size_t)core->link.mtu - ATT_HEADER;
    return send(core, characteristic, bytes, len < most ? len : most) == HSP_SENT;
}

static bool send_config(struct hsp_core *core) {
    uint8_t bytes[HSP_CONFIG_SIZE];
    const struct hsp_config config = hsp_machine_config(core);
    if (!hsp_notices_config_due(&core->notices, &config)) return false;
    const size_t len = hsp_encode_config(&config, bytes, sizeof bytes);
    if (!send_notice(core, HSP_UUID_CONFIG, bytes, len)) return false;
    hsp_notices_want_config(&core->notices, true, &config);
    return true;
}

static bool send_status(struct hsp_core *core) {
    uint8_t bytes[HSP_STATUS_SIZE];
    const struct hsp_status status = hsp_machine_status(core);
    if (!hsp_notices_status_due(&core->notices, &status)) return false;
    const size_t len = hsp_encode_status(&status, bytes, sizeof bytes);
    if (!send_notice(core, HSP_UUID_STATUS, bytes, len)) return false;
    hsp_notices_want_status(&core->notices, true, &status);
    return true;
}

static bool old_frames_flow(const struct hsp_core *core) {
    return hsp_backfill_running(&core->backfill) && wanted(&core->link, HSP_UUID_BACKFILL) && core->live.waiting == 0;
}

static bool send_old_frame(struct hsp_core *core) {
    if (!old_frames_flow(core) || core->now_us < core->backfill.next_us) return false;
    const struct hsp_fit fit = hsp_machine_fit(core);
    if (!hsp_backfill_frame(&core->backfill, &core->ring, fit.samples, &core->frame)) return send_status(core);
    core->frame.type = fit.type | HSP_OF_THE_PAST;
    if (!send_frame(core, HSP_UUID_BACKFILL)) return false;
    hsp_backfill_sent(&core->backfill, core->frame.count, core->now_us);
    return true;
}

static bool (*const OUTLETS[])(struct hsp_core *core) = {
    send_reply, send_pong, send_live_frame, send_config, send_status, send_old_frame,
};
enum { OUTLET_COUNT = sizeof OUTLETS / sizeof OUTLETS[0] };

void hsp_wire_send(struct hsp_core *core) {
    for (size_t i = 0; core->link.connected && i < OUTLET_COUNT;) i = OUTLETS[i](core) ? 0 : i + 1;
}

/* ---- Wishes and times ---- */

void hsp_wire_wish(struct hsp_core *core) {
    if (!core->link.connected) return;
    if (hsp_idle_is_over(core)) {
        core->idle_since_us = core->now_us;
        core->board->hang_up(core->ctx);
    } else if (hsp_asking_due(&core->asking, core->link.interval, core->now_us)) {
        core->board->request_interval(core->ctx, core->asking.wanted.min, core->asking.wanted.max);
    }
}

static uint64_t earlier(uint64_t a, uint64_t b) {
    return a < b ? a : b;
}

uint64_t hsp_wire_next_us(const struct hsp_core *core) {
    const uint64_t bias_us = core->bias.running ? core->bias.end_us : UINT64_MAX;
    const uint64_t old_frame_us = old_frames_flow(core) ? core->backfill.next_us : UINT64_MAX;
    return earlier(earlier(bias_us, old_frame_us), earlier(core->asking.next_us, core->notices.next_us));
}
