/* One scene in full; every processor and every compiler sends the same bytes, those of the quaternions too. */
#include "bench.h"

enum { EXPECTED_CRC = 0x7A17 };

/* A Cortex-M4F wakes with its floating point unit switched off. */
static void enable_fpu(void) {
#ifdef USES_FPU
    volatile uint32_t *const access_control = (volatile uint32_t *)0xE000ED88u;
    *access_control |= UINT32_C(0xF) << 20;
    __asm__ volatile("dsb\n isb" ::: "memory");
#endif
}

static void ask(struct bench *bench, enum hsp_op op, const uint8_t *arguments, size_t len) {
    uint8_t bytes[HSP_MAX_REQUEST_SIZE] = {(uint8_t)op, 7};
    for (size_t i = 0; i < len; i++) bytes[2 + i] = arguments[i];
    bench_write(bench, HSP_UUID_CONTROL, bytes, 2 + len);
}

static void play(struct bench *bench) {
    static const uint8_t past[] = {88, 2, 0, 0, 0xFF, 0xFF, 0, 0};
    static const uint8_t buzz[] = {2, 200, 100, 0, 2};
    static const uint8_t ping[HSP_SYNC_REQUEST_SIZE] = {1, 5, 0x15, 0xCD, 0x85, 0x3D, 0xFE, 0x9C, 0x97, 0x17};
    bench->room = UINT32_MAX;
    bench_connect(bench, BENCH_MTU);
    ask(bench, HSP_GYRO_BIAS, past, 0);
    bench_run(bench, 2500);
    ask(bench, HSP_START, past, 0);
    bench_run(bench, 3000);
    bench->lost = 20;
    bench_write(bench, HSP_UUID_TIME_SYNC, ping, sizeof ping);
    ask(bench, HSP_HAPTIC, buzz, sizeof buzz);
    bench_run(bench, 2000);
    bench_disconnect(bench);
    bench_run(bench, 1000);
    bench_connect(bench, 65);
    ask(bench, HSP_START, past, 0);
    bench->room = 30;
    bench_run(bench, 1500);
    bench->room = UINT32_MAX;
    ask(bench, HSP_BACKFILL, past, sizeof past);
    bench_run(bench, 4000);
    ask(bench, HSP_STOP, past, 0);
    bench_run(bench, 100);
}

int main(void) {
    static struct bench bench;
    enable_fpu();
    bench_init(&bench);
    play(&bench);
    if (bench.wrong) return 2;
    if (bench.sent[HSP_UUID_CONTROL] != bench.asked) return 3;
    if (bench.sent[HSP_UUID_BACKFILL] == 0 || bench.sent[HSP_UUID_TIME_SYNC] != 1) return 4;
    return bench.crc == EXPECTED_CRC ? 0 : 1;
}
