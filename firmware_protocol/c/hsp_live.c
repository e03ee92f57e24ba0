#include "hsp_live.h"

void hsp_live_begin(struct hsp_live *live, uint8_t most) {
    live->most = most;
    live->oldest = 0;
    live->waiting = 0;
    live->resumed = false;
    live->cut = 0;
    live->sent = 0;
    live->drops = 0;
}

void hsp_live_resume(struct hsp_live *live, uint32_t end) {
    hsp_live_skip(live, end);
    live->resumed = true;
}

static struct hsp_live_span *nth(struct hsp_live *live, uint32_t n) {
    return &live->spans[(live->oldest + n) % HSP_LIVE_FRAMES];
}

static void pop(struct hsp_live *live) {
    live->oldest = (uint8_t)((live->oldest + 1) % HSP_LIVE_FRAMES);
    live->waiting--;
}

static void drop(struct hsp_live *live) {
    const struct hsp_live_span *span = nth(live, 0);
    live->drops += span->end - span->first;
    pop(live);
}

static void push(struct hsp_live *live, uint32_t end) {
    if (live->waiting == live->most) drop(live);
    *nth(live, live->waiting) = (struct hsp_live_span){live->cut, end};
    live->waiting++;
    live->cut = end;
}

void hsp_live_grow(struct hsp_live *live, uint32_t end, uint32_t batch) {
    while (end - live->cut >= batch) push(live, live->cut + batch);
}

void hsp_live_flush(struct hsp_live *live, uint32_t end) {
    if (end != live->cut) push(live, end);
}

void hsp_live_skip(struct hsp_live *live, uint32_t end) {
    live->drops += end - live->cut;
    live->cut = end;
}

void hsp_live_abandon(struct hsp_live *live) {
    while (live->waiting > 0) drop(live);
}

const struct hsp_live_span *hsp_live_next(const struct hsp_live *live) {
    return &live->spans[live->oldest];
}

bool hsp_live_gap(const struct hsp_live *live) {
    return live->resumed || live->spans[live->oldest].first != live->sent;
}

void hsp_live_sent(struct hsp_live *live, uint32_t count) {
    struct hsp_live_span *span = nth(live, 0);
    span->first += count;
    live->sent = span->first;
    live->resumed = false;
    if (span->first == span->end) pop(live);
}
