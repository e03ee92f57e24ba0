/* The hardware as the core sees it: functions of the board, called from hsp_core_poll only. `ctx` is whatever was given
 * to hsp_core_init. */
#ifndef HSP_BOARD_H
#define HSP_BOARD_H

#include "hsp.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What an IMU does, in the units of Config. */
struct hsp_rate {
    uint32_t odr_mhz;
    uint16_t acc_fs_mg;
    uint16_t gyr_fs_dps;
    uint32_t acc_ng_per_lsb;
    uint32_t gyr_ndps_per_lsb;
};

/* What `imu_setup` returns. */
enum {
    HSP_IMU_SET = 0,
    HSP_IMU_CANNOT = 1, /* no rate or scale that large; nothing was changed */
    HSP_IMU_BROKEN = -1
};

/* What `imu_read` returns. */
enum {
    HSP_IMU_SAMPLE = 1,
    HSP_IMU_NOTHING = 0,
    HSP_IMU_LOST = -1, /* one output sample was lost before it could be read: once for each */
    HSP_IMU_FAULT = -2
};

/* What `send` returns. */
enum { HSP_SENT = 1, HSP_QUEUE_FULL = 0, HSP_CANNOT_SEND = -1 };

/* The link as it is now. Whenever any of it changes the board calls hsp_core_on_link. */
struct hsp_link {
    uint16_t number; /* another one for every link */
    bool connected;
    bool encrypted;
    bool unconfirmed;   /* the receiver has not confirmed the last indication yet */
    uint8_t subscribed; /* bit n: the characteristic whose enum hsp_uuid is n */
    uint16_t mtu;       /* ATT MTU, at most 247 */
    uint16_t interval;  /* 1.25 ms; 0 unknown */
};

enum hsp_drive { HSP_LAMP, HSP_MOTOR };
enum hsp_key { HSP_KEY_ROLE, HSP_KEY_BONDS };

/* How to advertise, A4 and P1. */
enum hsp_pace {
    HSP_ADVERTISE_NOT,     /* connected */
    HSP_ADVERTISE_QUICKLY, /* every 100 to 150 ms */
    HSP_ADVERTISE_SLOWLY,  /* every 1.0 to 1.1 s */
    HSP_SLEEP              /* not at all, until the button is pressed */
};

struct hsp_board {
    /* Microseconds since boot; never steps, never sleeps (C4). Also called by hsp_core_on_write. */
    uint64_t (*now_us)(void *ctx);

    /* Runs the IMU at the smallest rate and full scales that are at least these, and says what it does; an odr of 0
     * stops it, and `actual` is NULL. Index 0 of a run is the first sample after the call. */
    int (*imu_setup)(void *ctx, uint16_t odr_hz, uint16_t acc_fs_mg, uint16_t gyr_fs_dps, struct hsp_rate *actual);

    /* The next sample and the instant of its data-ready signal (F5), device time. */
    int (*imu_read)(void *ctx, struct hsp_sample *sample, uint64_t *t_us);

    /* Hands a value to the radio: Control as indication, everything else as notification. */
    int (*send)(void *ctx, enum hsp_uuid characteristic, const uint8_t *bytes, size_t len);

    void (*link)(void *ctx, struct hsp_link *now);

    /* Asks the central for latency 0, a supervision timeout of 4 s and this interval, 1.25 ms. */
    void (*request_interval)(void *ctx, uint16_t min, uint16_t max);

    /* Drives lamp or motor for so long, 255 = full; ends by itself in hardware, whatever the program does (H2). A new
     * call replaces the last; 0 ms is off at once. */
    void (*drive)(void *ctx, enum hsp_drive what, uint8_t strength, uint16_t ms);

    /* Reads or writes what outlives a reset; 0, or an error. HSP_KEY_BONDS is only ever written, with NULL: all are
     * deleted. */
    int (*store)(void *ctx, enum hsp_key key, void *value, size_t len, bool write);

    /* Called when any of it changes, never twice with the same. */
    void (*advertise)(void *ctx, enum hsp_pace pace, const struct hsp_advert *advert);

    /* Ends the link. */
    void (*hang_up)(void *ctx);
};

#ifdef __cplusplus
}
#endif
#endif
