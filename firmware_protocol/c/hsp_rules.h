/* HSP v1, the arithmetic: how much a frame holds, full counters from short ones, which requests a device obeys, what a
 * ping says. Normative text: PROTOCOL.md. No heap, no state, no libc, no floating point. */
#ifndef HSP_RULES_H
#define HSP_RULES_H

#include "hsp.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Frames, F1 and F2 ---- */

struct hsp_fit {
    uint8_t type;    /* of a live frame */
    uint8_t samples; /* at most */
};

/* What one live frame holds at an ATT MTU of 23 or more, for a device with or without quaternion, F1 and F2. */
struct hsp_fit hsp_capacity(uint16_t mtu, bool quaternion);

/* ---- Counters, section 8 ---- */

/* Full index and full device time of one sample; both below 2^62. */
struct hsp_anchor {
    uint64_t index;
    uint64_t t_us;
};

/* Full counters of a live frame's first sample. `odr_mhz` is the measured rate, else the nominal. Refuses: counter. */
enum hsp_reason hsp_unwrap(const struct hsp_anchor *anchor, uint16_t index, uint32_t t_us, uint32_t odr_mhz,
                           struct hsp_anchor *found);

/* Full index of a backfill frame, where `next_index` is expected next in its request, U4. */
uint64_t hsp_unwrap_backfill(uint64_t next_index, uint16_t index);

/* ---- Control, K4 and H4 ---- */

enum { HSP_MOTOR_BUDGET_MS = 15000 }; /* motor-on time in any 60 s, H4 */

/* What a device knows of itself when a request arrives. */
struct hsp_context {
    enum hsp_state state;
    bool subscribed; /* somebody subscribed Data */
    bool encrypted;
    bool backfilling;
    uint8_t battery_pct;
    uint16_t mtu;
    uint32_t odr_mhz;
    uint32_t caps;        /* HSP_CAN_... */
    uint32_t ring_oldest; /* as in hsp_status */
    uint32_t ring_newest;
    uint32_t motor_ms_60s; /* motor-on time of the last 60 s */
};

/* The status a request deserves by K4; what only the hardware knows is not judged. `request` is decoded when HSP_OK. */
enum hsp_answer hsp_judge_request(const uint8_t *bytes, size_t len, const struct hsp_context *context,
                                  struct hsp_request *request);

/* Motor-on time that a haptic command asks for, H4. */
uint32_t hsp_motor_ms(const struct hsp_haptic *haptic);

/* ---- Time sync, T3 ---- */

struct hsp_sync_point {
    int64_t rtt_ns;
    int64_t offset_ns; /* host minus device */
};

/* Round trip and offset of a reply that arrived at `t4_ns`, T3. Host times below 2^62 ns, device time below 2^52 us. */
struct hsp_sync_point hsp_sync_solve(const struct hsp_sync_reply *reply, uint64_t t4_ns);

#ifdef __cplusplus
}
#endif
#endif
