/* libFuzzer: whatever comes in, the codec reads and writes inside its buffers, and what it accepts it encodes back. */
#include "outcome.h"

#include <stdlib.h>
#include <string.h>

/* Whether the codec may encode this byte otherwise than it came: a length or a reserved byte, and the newer fields and
 * trailing bytes that follow, which are not compared. */
static int may_change(int kind, const uint8_t *bytes, size_t at) {
    switch (kind) {
    case CONFIG: return at == 0 || at == 7;
    case STATUS: return at == 0;
    case CONTROL_REQUEST: return bytes[0] == HSP_SET_RATE && at == 5;
    default: return 0;
    }
}

static void check_same(int kind, const uint8_t *bytes, size_t len, const struct outcome *found) {
    const int is_frame = kind == FRAME_DATA || kind == FRAME_BACKFILL;
    if (found->size == 0 || found->size > len || (is_frame && found->size != len)) abort();
    for (size_t at = 0; at < found->size; at++) {
        if (found->again[at] != bytes[at] && !may_change(kind, bytes, at)) abort();
    }
}

/* Into as many bytes as it needs, which the sanitizer watches, and into one less, which must not be touched. */
static void check_room(int kind, const uint8_t *bytes, size_t len, size_t size) {
    static struct outcome found;
    for (size_t missing = 0; missing < 2; missing++) {
        found.cap = size - missing;
        found.again = malloc(found.cap);
        find_outcome(kind, bytes, len, NULL, &found);
        if (found.size != (missing ? 0 : size)) abort();
        free(found.again);
    }
}

static void fuzz_codec(int kind, const uint8_t *bytes, size_t len) {
    static uint8_t again[MAX_AGAIN];
    static struct outcome found;
    found.again = again;
    found.cap = sizeof again;
    find_outcome(kind, bytes, len, NULL, &found);
    if (found.reason != HSP_ACCEPTED) return;
    if (kind != ADVERT_PACKET) check_same(kind, bytes, len, &found);
    check_room(kind, bytes, len, found.size);
}

/* The bytes are the numbers, then the request; counters stay in the range that hsp_rules.h asks for. */
static void fuzz_rules(int kind, const uint8_t *bytes, size_t len) {
    static struct outcome found;
    uint64_t given[MAX_GIVEN] = {0};
    const size_t taken = len < sizeof given ? len : sizeof given;
    memcpy(given, bytes, taken);
    given[0] %= kind == DEVICE ? HSP_FAULT + 1 : UINT64_C(1) << 62;
    given[1] %= UINT64_C(1) << 62;
    found.cap = 0;
    find_outcome(kind, bytes + taken, len - taken, given, &found);
}

/* A frame of any numbers has bytes that say just that, or none; only the norm of its quaternion is the sender's own. */
static void fuzz_frame_encoder(const uint8_t *bytes, size_t len) {
    static struct hsp_frame frame, heard;
    static uint8_t sent[2 * HSP_MAX_FRAME_SIZE];
    memset(&frame, 0, sizeof frame);
    memcpy(&frame, bytes, len < sizeof frame ? len : sizeof frame);
    const size_t size = hsp_encode_frame(&frame, sent, sizeof sent);
    if (size == 0) return;
    const enum hsp_uuid characteristic = frame.type & HSP_OF_THE_PAST ? HSP_UUID_BACKFILL : HSP_UUID_DATA;
    const enum hsp_reason reason = hsp_decode_frame(sent, size, characteristic, &heard);
    if (reason != HSP_ACCEPTED && reason != HSP_QUATERNION) abort();
    if (heard.type != frame.type || heard.flags != frame.flags || heard.epoch != frame.epoch) abort();
    if (heard.count != frame.count || heard.index != frame.index || heard.t_us != frame.t_us) abort();
}

/* A request of any numbers has bytes of the same operation, or none when there is no such operation. */
static void fuzz_request_encoder(const uint8_t *bytes, size_t len) {
    static struct hsp_request request, heard;
    uint8_t sent[HSP_MAX_REQUEST_SIZE];
    memset(&request, 0, sizeof request);
    memcpy(&request, bytes, len < sizeof request ? len : sizeof request);
    const size_t size = hsp_encode_request(&request, sent, sizeof sent);
    if (size == 0) return;
    const enum hsp_reason reason = hsp_decode_request(sent, size, &heard);
    if (reason != HSP_ACCEPTED && reason != HSP_VALUE) abort();
    if (heard.op != request.op || heard.txn != request.txn) abort();
}

enum { FRAME_ENCODER = KINDS, REQUEST_ENCODER, TARGETS };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size == 0) return 0;
    const int target = data[0] % TARGETS;
    if (target <= ADVERT_PACKET) {
        fuzz_codec(target, data + 1, size - 1);
    } else if (target < KINDS) {
        fuzz_rules(target, data + 1, size - 1);
    } else if (target == FRAME_ENCODER) {
        fuzz_frame_encoder(data + 1, size - 1);
    } else {
        fuzz_request_encoder(data + 1, size - 1);
    }
    return 0;
}
