#include "hsp_idle.h"

#include "hsp_machine.h"

#define IDLE_US UINT64_C(600000000)
enum { QUICK_US = 60000000, PAIRING_US = 60000000 };

void hsp_idle_init(struct hsp_core *core) {
    core->button = false;
    core->idle_since_us = core->now_us;
    core->quick_until_us = core->now_us + QUICK_US;
    core->pairing_until_us = core->now_us;
    core->pace = HSP_SLEEP;
    core->advert = (struct hsp_advert){.major = HSP_MAJOR};
}

static void press(struct hsp_core *core) {
    core->button = !core->button;
    core->idle_since_us = core->now_us;
    core->quick_until_us = core->now_us + QUICK_US;
    core->pairing_until_us = core->now_us + PAIRING_US;
}

void hsp_idle_follow_button(struct hsp_core *core) {
    while (core->presses_seen != core->presses) {
        core->presses_seen++;
        press(core);
    }
    if (core->held) {
        core->held = false;
        core->board->store(core->ctx, HSP_KEY_BONDS, NULL, 0, true);
    }
}

void hsp_idle_link_ended(struct hsp_core *core) {
    core->idle_since_us = core->now_us;
    core->quick_until_us = core->now_us + QUICK_US;
}

uint64_t hsp_idle_until_us(const struct hsp_core *core) {
    return hsp_machine_is_running(core) ? UINT64_MAX : core->idle_since_us + IDLE_US;
}

bool hsp_idle_is_over(const struct hsp_core *core) {
    return core->now_us >= hsp_idle_until_us(core);
}

uint64_t hsp_idle_next_us(const struct hsp_core *core) {
    const uint64_t until_us = hsp_idle_is_over(core) ? UINT64_MAX : hsp_idle_until_us(core);
    const bool quick = !core->link.connected && core->now_us < core->quick_until_us;
    return quick && core->quick_until_us < until_us ? core->quick_until_us : until_us;
}

static enum hsp_pace pace_of(const struct hsp_core *core) {
    if (core->link.connected) return HSP_ADVERTISE_NOT;
    if (hsp_idle_is_over(core)) return HSP_SLEEP;
    return core->now_us < core->quick_until_us ? HSP_ADVERTISE_QUICKLY : HSP_ADVERTISE_SLOWLY;
}

static bool same_advert(const struct hsp_advert *a, const struct hsp_advert *b) {
    return a->role == b->role && a->battery_pct == b->battery_pct && a->state == b->state && a->id == b->id;
}

void hsp_idle_advertise(struct hsp_core *core) {
    const enum hsp_pace pace = pace_of(core);
    const struct hsp_advert advert = {
        .major = HSP_MAJOR,
        .role = core->role,
        .battery_pct = core->battery.gauge.battery_pct,
        .state = (uint8_t)core->state,
        .id = core->make.id,
    };
    if (pace == core->pace && same_advert(&advert, &core->advert)) return;
    core->pace = pace;
    core->advert = advert;
    core->board->advertise(core->ctx, pace, &advert);
}
