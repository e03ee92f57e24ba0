#include "hsp_ring.h"

static struct hsp_slot *slot_of(const struct hsp_ring *ring, uint32_t index) {
    return &ring->slots[index % ring->capacity];
}

struct hsp_slot *hsp_ring_push(struct hsp_ring *ring) {
    struct hsp_slot *slot = slot_of(ring, ring->end++);
    slot->held = true;
    return slot;
}

void hsp_ring_skip(struct hsp_ring *ring) {
    slot_of(ring, ring->end++)->held = false;
}

uint32_t hsp_ring_oldest(const struct hsp_ring *ring) {
    return ring->end > ring->capacity ? ring->end - ring->capacity : 0;
}

uint32_t hsp_ring_next_held(const struct hsp_ring *ring, uint32_t first, uint32_t end) {
    const uint32_t oldest = hsp_ring_oldest(ring);
    if (first < oldest) first = oldest;
    while (first < end && !slot_of(ring, first)->held) first++;
    return first < end ? first : end;
}

static void add_sample(struct hsp_frame *frame, const struct hsp_slot *slot) {
    frame->samples[frame->count++] = slot->sample;
    frame->flags |= slot->flags;
    for (int i = 0; i < 4; i++) frame->quat[i] = slot->quat[i];
}

void hsp_ring_frame(const struct hsp_ring *ring, uint32_t first, uint32_t most, struct hsp_frame *frame) {
    const struct hsp_slot *slot = slot_of(ring, first);
    frame->flags = 0;
    frame->epoch = slot->epoch;
    frame->count = 0;
    frame->index = (uint16_t)first;
    frame->t_us = slot->t_us;
    while (frame->count < most && slot->held) { /* the epoch changes only behind a hole */
        add_sample(frame, slot);
        slot = slot_of(ring, first + frame->count);
    }
}
