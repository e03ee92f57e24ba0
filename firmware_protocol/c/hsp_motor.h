/* The vibration motor: strokes in time, and how much may still be asked for (PROTOCOL.md section 17). */
#ifndef HSP_MOTOR_H
#define HSP_MOTOR_H

#include "hsp.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { HSP_MOTOR_LOG = 24 };

/* One run of the motor without a pause. */
struct hsp_stroke {
    uint8_t strength; /* 255 full */
    uint16_t ms;
};

struct hsp_motor {
    struct hsp_haptic running;
    uint8_t stroke;   /* the next one in its repetition */
    uint8_t left;     /* repetitions begun or to come; 0: it rests */
    uint64_t next_us; /* when the next stroke begins */
    uint8_t logged;
    struct {
        uint64_t t_us;
        uint32_t asked_ms;
    } log[HSP_MOTOR_LOG]; /* commands of the last 60 s, oldest first; the two oldest are one where room lacks */
};

/* Replaces what is running (H1); the strokes come from hsp_motor_due. Pattern 0 stops. */
void hsp_motor_run(struct hsp_motor *motor, const struct hsp_haptic *haptic, uint64_t now_us);

/* Nothing is running any more; the log stays. */
void hsp_motor_stop(struct hsp_motor *motor);

/* Whether a stroke begins now, each once. */
bool hsp_motor_due(struct hsp_motor *motor, uint64_t now_us, struct hsp_stroke *stroke);

/* Motor-on time asked for in the last 60 s, H4. */
uint32_t hsp_motor_ms_60s(struct hsp_motor *motor, uint64_t now_us);

#ifdef __cplusplus
}
#endif
#endif
