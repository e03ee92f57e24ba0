/* A board in memory: time that is set, an IMU that makes up its samples, a radio that judges all it is given. */
#ifndef BENCH_H
#define BENCH_H

#include "hsp_core.h"

enum { BENCH_SLOTS = 256, BENCH_MTU = 247, BENCH_PERIOD_US = 9615 };

struct bench {
    struct hsp_core core;
    struct hsp_slot slots[BENCH_SLOTS];
    uint64_t now_us;
    uint64_t next_sample_us;
    uint32_t chance; /* state of the generator of samples */
    uint32_t lost;   /* samples still to be lost */
    bool imu_runs;
    bool imu_broken;
    struct hsp_link link;
    bool leaving; /* the device has hung up */
    uint32_t room; /* values the radio still takes */
    uint16_t crc;  /* CRC-16/CCITT-FALSE of all that was sent, each value after its characteristic */
    uint32_t sent[HSP_UUID_BACKFILL + 1];
    uint32_t asked; /* requests taken */
    bool wrong;     /* something was sent that no device may send */
};

void bench_init(struct bench *bench);

/* Time passes, in steps of 5 ms. */
void bench_run(struct bench *bench, uint32_t ms);

/* A link with everything subscribed; all indications are confirmed at once. */
void bench_connect(struct bench *bench, uint16_t mtu);
void bench_disconnect(struct bench *bench);
void bench_write(struct bench *bench, enum hsp_uuid characteristic, const uint8_t *bytes, size_t len);

#endif
