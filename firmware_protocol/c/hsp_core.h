/* The firmware of an HSP v1 sensor without its hardware: everything a device owes by PROTOCOL.md sections 4 to 17.
 *
 * One instance is one struct hsp_core and an array of ring slots, both of the caller. hsp_core_on_write may be called
 * from one other context than the rest (a radio's callback); nothing is done there but stamping and storing.
 * hsp_core_on_link and hsp_core_on_button set a flag and may be called from anywhere. Everything else runs in
 * hsp_core_poll, every few milliseconds. No heap, no library. */
#ifndef HSP_CORE_H
#define HSP_CORE_H

#include "hsp.h"
#include "hsp_asking.h"
#include "hsp_backfill.h"
#include "hsp_battery.h"
#include "hsp_bias.h"
#include "hsp_board.h"
#include "hsp_live.h"
#include "hsp_motor.h"
#include "hsp_notices.h"
#include "hsp_replies.h"
#include "hsp_ring.h"
#include "hsp_sampler.h"

#ifdef __cplusplus
extern "C" {
#endif

/* How a device is built; chosen by the caller for a whole boot. */
struct hsp_make {
    uint32_t caps;        /* HSP_CAN_...; HSP_CAN_SELF_TEST and HSP_CAN_DFU are not implemented */
    uint16_t id;          /* low 16 bits of the chip's number */
    uint16_t boot_id;     /* random, not 0 */
    uint8_t role;         /* enum hsp_role, used when none is stored */
    uint8_t batch;        /* samples per full frame, 1..40 */
    uint8_t queue_frames; /* live frames that may wait for the radio, 1..HSP_LIVE_FRAMES */
    struct hsp_rate rate; /* what imu_setup gives for just this rate and these full scales */
};

enum { HSP_INBOX = 4 };

/* What was written to Control or Time Sync. */
struct hsp_message {
    uint64_t t_us; /* when */
    enum hsp_uuid characteristic;
    uint8_t len;
    uint8_t bytes[HSP_MAX_REQUEST_SIZE]; /* more says nothing (K5) */
};

struct hsp_core {
    const struct hsp_board *board;
    void *ctx;
    struct hsp_make make;

    enum hsp_state state;
    uint16_t run;
    uint8_t epoch;
    uint8_t role;
    uint8_t batch; /* as asked for; the MTU may allow fewer */
    struct hsp_rate rate;
    bool button; /* inverts with every short press */

    struct hsp_ring ring;
    struct hsp_sampler sampler;
    struct hsp_live live;
    struct hsp_backfill backfill;
    struct hsp_battery battery;
    struct hsp_motor motor;
    struct hsp_bias bias;

    struct hsp_link link;
    struct hsp_asking asking;
    struct hsp_replies replies;
    struct hsp_notices notices;
    struct hsp_sync_request ping;
    uint64_t ping_us; /* when it came */
    bool pinged;      /* an answer is owed */

    uint64_t now_us; /* of this poll; all that follow are device times too */
    uint64_t buffering_until_us;
    uint64_t idle_since_us;
    uint64_t quick_until_us;
    uint64_t pairing_until_us;

    enum hsp_pace pace; /* as the board was told last */
    struct hsp_advert advert;

    volatile struct hsp_message inbox[HSP_INBOX];
    volatile uint8_t written; /* counts up in hsp_core_on_write */
    volatile uint8_t read;    /* counts up in hsp_core_poll */
    volatile bool link_changed;
    volatile uint8_t presses; /* counts up with every short press */
    volatile bool held;       /* the button, for 10 s */
    uint8_t presses_seen;
    bool drained; /* the battery has become critical */

    struct hsp_frame frame; /* the one being sent: too large for a small stack */
};

/* A reset. `board`, `ctx` and `slots` live as long as the core. The ring is to hold 60 s (R1): 6240 slots at 104 Hz. */
void hsp_core_init(struct hsp_core *core, const struct hsp_board *board, void *ctx, const struct hsp_make *make,
                   struct hsp_slot *slots, uint32_t slot_count);

/* Something was written to Control or Time Sync; false when it cannot be taken now (the write is to be refused). */
bool hsp_core_on_write(struct hsp_core *core, enum hsp_uuid characteristic, const uint8_t *bytes, size_t len);

/* The link, a subscription, encryption, MTU, interval or an awaited confirmation changed. */
void hsp_core_on_link(struct hsp_core *core);

/* The button was let go of after so long, or has been held for 10 s (X2, X6). */
void hsp_core_on_button(struct hsp_core *core, uint32_t held_ms);

/* A new reading of the gauges, at least once a minute; from the same context as hsp_core_poll. */
void hsp_core_on_gauge(struct hsp_core *core, const struct hsp_gauge *gauge);

/* Does all that is due. */
void hsp_core_poll(struct hsp_core *core);

/* The value of Config or Status for a read; 0 for any other characteristic or too little room. */
size_t hsp_core_read(const struct hsp_core *core, enum hsp_uuid characteristic, uint8_t *bytes, size_t cap);

/* Whether pairing is open (X2). */
bool hsp_core_may_pair(const struct hsp_core *core);

/* The device time at which something becomes due by itself, samples apart; UINT64_MAX when nothing will. */
uint64_t hsp_core_next_us(const struct hsp_core *core);

/* How many samples complete the next live frame; 0 when none is being filled. */
uint32_t hsp_core_samples_to_go(const struct hsp_core *core);

#ifdef __cplusplus
}
#endif
#endif
