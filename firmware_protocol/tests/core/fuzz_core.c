/* libFuzzer: anything that can happen to a device, in any order. Nothing may be sent that no device may send. */
#include <stdlib.h>

#include "bench.h"

enum { RUN, WRITE, PING, CONNECT, DISCONNECT, LINK, ROOM, LOSE, BUTTON, GAUGE, BREAK, ACTS };

static void set_gauge(struct bench *bench, uint8_t value) {
    const struct hsp_gauge gauge = {value, value & 3, 0, HSP_TEMP_UNKNOWN};
    hsp_core_on_gauge(&bench->core, &gauge);
}

static void change_link(struct bench *bench, uint8_t value) {
    bench->link.subscribed = value & 0xFC;
    bench->link.encrypted = value & 1;
    bench->link.unconfirmed = value & 2;
    hsp_core_on_link(&bench->core);
}

/* One act with its value, and what follows it for a write; returns how many bytes it took. */
static size_t act(struct bench *bench, const uint8_t *data, size_t size) {
    const uint8_t value = data[1];
    const size_t rest = size - 2, taken = rest < (value & 15u) ? rest : value & 15u;
    switch (data[0] % ACTS) {
    case RUN: bench_run(bench, value * 10u); break;
    case WRITE: bench_write(bench, HSP_UUID_CONTROL, data + 2, taken); return 2 + taken;
    case PING: bench_write(bench, HSP_UUID_TIME_SYNC, data + 2, taken); return 2 + taken;
    case CONNECT: bench_connect(bench, (uint16_t)(value < 23 ? 23 : value)); break;
    case DISCONNECT: bench_disconnect(bench); break;
    case LINK: change_link(bench, value); break;
    case ROOM: bench->room = value; break;
    case LOSE: bench->lost = value; break;
    case BUTTON: hsp_core_on_button(&bench->core, value * 50u); break;
    case GAUGE: set_gauge(bench, value); break;
    default: bench->imu_broken = value > 250;
    }
    return 2;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static struct bench bench;
    bench_init(&bench);
    for (size_t at = 0; at + 2 <= size;) at += act(&bench, data + at, size - at);
    bench_run(&bench, 100);
    if (bench.wrong || bench.sent[HSP_UUID_CONTROL] > bench.asked) abort();
    return 0;
}
