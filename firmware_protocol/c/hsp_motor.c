#include "hsp_motor.h"

#include "hsp_rules.h"

enum { STOP, PULSE, DOUBLE, RAMP };
enum { PAUSE_MS = 200, PAUSE_IN_DOUBLE_MS = 100, RAMP_STEP_MS = 20, BUDGET_OVER_US = 60000000 };

static uint8_t strokes_of(const struct hsp_haptic *haptic) {
    const uint8_t ramp = (uint8_t)(haptic->on_ms / RAMP_STEP_MS); /* 1 to 50, for on_ms is 20 to 1000 */
    const uint8_t strokes[] = {[STOP] = 0, [PULSE] = 1, [DOUBLE] = 2, [RAMP] = ramp};
    return strokes[haptic->pattern];
}

/* The n-th stroke of a repetition. The last step of a ramp takes what is left. */
static struct hsp_stroke nth_stroke(const struct hsp_haptic *haptic, uint8_t n) {
    if (haptic->pattern != RAMP) return (struct hsp_stroke){haptic->strength, haptic->on_ms};
    const uint32_t count = strokes_of(haptic);
    const uint32_t ms = n + 1u < count ? RAMP_STEP_MS : haptic->on_ms - RAMP_STEP_MS * (count - 1);
    return (struct hsp_stroke){(uint8_t)(haptic->strength * (n + 1u) / count), (uint16_t)ms};
}

static void log_command(struct hsp_motor *motor, uint32_t asked_ms, uint64_t now_us) {
    if (motor->logged == HSP_MOTOR_LOG) {
        motor->log[1].asked_ms += motor->log[0].asked_ms;
        for (uint8_t i = 1; i < HSP_MOTOR_LOG; i++) motor->log[i - 1] = motor->log[i];
        motor->logged--;
    }
    motor->log[motor->logged].t_us = now_us;
    motor->log[motor->logged].asked_ms = asked_ms;
    motor->logged++;
}

void hsp_motor_run(struct hsp_motor *motor, const struct hsp_haptic *haptic, uint64_t now_us) {
    hsp_motor_stop(motor);
    if (haptic->pattern == STOP) return;
    motor->running = *haptic;
    motor->left = haptic->repeat;
    motor->next_us = now_us;
    log_command(motor, hsp_motor_ms(haptic), now_us);
}

void hsp_motor_stop(struct hsp_motor *motor) {
    motor->left = 0;
    motor->stroke = 0;
    motor->next_us = UINT64_MAX;
}

/* The stroke after this one, with the pause before it, ms. */
static uint32_t advance(struct hsp_motor *motor) {
    motor->stroke++;
    if (motor->stroke < strokes_of(&motor->running)) return motor->running.pattern == DOUBLE ? PAUSE_IN_DOUBLE_MS : 0;
    motor->stroke = 0;
    motor->left--;
    return PAUSE_MS;
}

bool hsp_motor_due(struct hsp_motor *motor, uint64_t now_us, struct hsp_stroke *stroke) {
    if (now_us < motor->next_us) return false;
    *stroke = nth_stroke(&motor->running, motor->stroke);
    const uint32_t pause_ms = advance(motor);
    motor->next_us = motor->left > 0 ? now_us + 1000u * (stroke->ms + pause_ms) : UINT64_MAX;
    return true;
}

static void forget_oldest(struct hsp_motor *motor) {
    motor->logged--;
    for (uint8_t i = 0; i < motor->logged; i++) motor->log[i] = motor->log[i + 1];
}

uint32_t hsp_motor_ms_60s(struct hsp_motor *motor, uint64_t now_us) {
    while (motor->logged > 0 && now_us - motor->log[0].t_us >= BUDGET_OVER_US) forget_oldest(motor);
    uint32_t sum_ms = 0;
    for (uint8_t i = 0; i < motor->logged; i++) sum_ms += motor->log[i].asked_ms;
    return sum_ms;
}
