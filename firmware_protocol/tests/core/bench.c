#include "bench.h"

enum { STEP_US = 5000, EVERYTHING = 0xFC };

static const struct hsp_rate RATE = {104000, 8000, 500, 244000, 17500000};

static uint64_t now_us(void *ctx) {
    return ((struct bench *)ctx)->now_us;
}

static int imu_setup(void *ctx, uint16_t odr_hz, uint16_t acc_fs_mg, uint16_t gyr_fs_dps, struct hsp_rate *actual) {
    struct bench *bench = ctx;
    if (bench->imu_broken) return -1;
    if (odr_hz > 104 || acc_fs_mg > RATE.acc_fs_mg || gyr_fs_dps > RATE.gyr_fs_dps) return HSP_IMU_CANNOT;
    bench->imu_runs = odr_hz > 0;
    bench->next_sample_us = bench->now_us + BENCH_PERIOD_US;
    if (actual) *actual = RATE;
    return HSP_IMU_SET;
}

/* Numerical Recipes' generator; its upper half is good enough for samples. */
static int16_t draw(struct bench *bench) {
    bench->chance = bench->chance * 1664525u + 1013904223u;
    return (int16_t)((int32_t)(bench->chance >> 16) - 32768);
}

static int imu_read(void *ctx, struct hsp_sample *sample, uint64_t *t_us) {
    struct bench *bench = ctx;
    if (bench->imu_broken) return HSP_IMU_FAULT;
    if (!bench->imu_runs || bench->next_sample_us > bench->now_us) return HSP_IMU_NOTHING;
    *t_us = bench->next_sample_us;
    bench->next_sample_us += BENCH_PERIOD_US + (bench->chance & 1);
    for (int i = 0; i < 3; i++) {
        sample->acc[i] = draw(bench);
        sample->gyr[i] = (int16_t)(draw(bench) / 4);
    }
    if (bench->lost == 0) return HSP_IMU_SAMPLE;
    bench->lost--;
    return HSP_IMU_LOST;
}

static void add_to_crc(struct bench *bench, uint8_t byte) {
    bench->crc = (uint16_t)(bench->crc ^ byte << 8);
    for (int bit = 0; bit < 8; bit++) {
        bench->crc = (uint16_t)(bench->crc << 1 ^ (bench->crc & 0x8000 ? 0x1021 : 0));
    }
}

static bool may_be_sent(const struct bench *bench, enum hsp_uuid characteristic, const uint8_t *bytes, size_t len) {
    static struct hsp_frame frame;
    if (!bench->link.connected || !(bench->link.subscribed >> characteristic & 1)) return false;
    if (len == 0 || len + 3 > bench->link.mtu) return false;
    if (characteristic != HSP_UUID_DATA && characteristic != HSP_UUID_BACKFILL) return true;
    return hsp_decode_frame(bytes, len, characteristic, &frame) == HSP_ACCEPTED;
}

static int send(void *ctx, enum hsp_uuid characteristic, const uint8_t *bytes, size_t len) {
    struct bench *bench = ctx;
    if (bench->room == 0) return HSP_QUEUE_FULL;
    bench->room--;
    bench->wrong = bench->wrong || !may_be_sent(bench, characteristic, bytes, len);
    bench->sent[characteristic]++;
    add_to_crc(bench, (uint8_t)characteristic);
    for (size_t i = 0; i < len; i++) add_to_crc(bench, bytes[i]);
    return HSP_SENT;
}

static void tell_link(void *ctx, struct hsp_link *now) {
    *now = ((struct bench *)ctx)->link;
}

static void request_interval(void *ctx, uint16_t min, uint16_t max) {
    struct bench *bench = ctx;
    bench->link.interval = min;
    bench->wrong = bench->wrong || min > max;
    hsp_core_on_link(&bench->core);
}

static void drive(void *ctx, enum hsp_drive what, uint8_t strength, uint16_t ms) {
    struct bench *bench = ctx;
    bench->wrong = bench->wrong || (what == HSP_MOTOR && (ms > 1000 || (strength == 0) != (ms == 0)));
}

static int store(void *ctx, enum hsp_key key, void *value, size_t len, bool write) {
    (void)ctx;
    (void)value;
    (void)len;
    return key == HSP_KEY_ROLE && !write ? -1 : 0;
}

static void advertise(void *ctx, enum hsp_pace pace, const struct hsp_advert *advert) {
    struct bench *bench = ctx;
    bench->wrong = bench->wrong || (pace == HSP_ADVERTISE_NOT) != bench->link.connected || advert->major != HSP_MAJOR;
}

/* As with a real radio the link ends a little later. */
static void hang_up(void *ctx) {
    ((struct bench *)ctx)->leaving = true;
}

static const struct hsp_board BOARD = {now_us, imu_setup,        imu_read, send,  tell_link,
                                       request_interval, drive,  store,    advertise, hang_up};

void bench_init(struct bench *bench) {
    static const struct hsp_link no_link = {.mtu = 23};
    static const struct hsp_make make = {
        .caps = HSP_CAN_HAPTIC | HSP_CAN_LED | HSP_CAN_BACKFILL | HSP_CAN_BUTTON | HSP_CAN_QUATERNION,
        .id = 0x7A3C,
        .boot_id = 0xBEEF,
        .role = HSP_ROLE_SACRUM,
        .batch = 5,
        .queue_frames = 8,
        .rate = {104000, 8000, 500, 244000, 17500000},
    };
    bench->now_us = UINT32_MAX - UINT64_C(2500000); /* device time passes 2^32 soon */
    bench->chance = 1;
    bench->lost = bench->asked = 0;
    bench->imu_runs = bench->imu_broken = bench->leaving = bench->wrong = false;
    bench->link = no_link;
    bench->room = 0;
    bench->crc = 0xFFFF;
    for (int i = 0; i <= HSP_UUID_BACKFILL; i++) bench->sent[i] = 0;
    hsp_core_init(&bench->core, &BOARD, bench, &make, bench->slots, BENCH_SLOTS);
}

void bench_run(struct bench *bench, uint32_t ms) {
    for (const uint64_t end_us = bench->now_us + 1000u * ms; bench->now_us < end_us;) {
        bench->now_us += STEP_US;
        hsp_core_poll(&bench->core);
        if (bench->leaving) bench_disconnect(bench);
    }
}

void bench_connect(struct bench *bench, uint16_t mtu) {
    bench->link = (struct hsp_link){(uint16_t)(bench->link.number + 1), true, true, false, EVERYTHING, mtu, 24};
    hsp_core_on_link(&bench->core);
}

void bench_disconnect(struct bench *bench) {
    bench->link.connected = false;
    bench->leaving = false;
    hsp_core_on_link(&bench->core);
}

void bench_write(struct bench *bench, enum hsp_uuid characteristic, const uint8_t *bytes, size_t len) {
    const bool taken = hsp_core_on_write(&bench->core, characteristic, bytes, len);
    bench->asked += taken && characteristic == HSP_UUID_CONTROL;
}
