/* The cell: voltage through the board's divider, percent by a table, and whether it is charged. */
#pragma once

#include <Arduino.h>

#include "hsp_battery.h"

namespace battery {

enum : uint32_t { CHARGING_PIN = 23, REFERENCE_MV = 3000, STEPS = 4096, DIVIDER_KOHM = 1510, LOWER_KOHM = 510 };

/* A lithium cell at rest, by its discharge curve. */
struct Point {
    uint16_t mv;
    uint8_t pct;
};
const Point CURVE[] = {{3300, 0}, {3500, 5}, {3650, 15}, {3720, 30}, {3790, 50}, {3900, 70}, {4020, 85}, {4150, 100}};

inline void begin() {
    pinMode(VBAT_ENABLE, OUTPUT);
    digitalWrite(VBAT_ENABLE, LOW); /* for good: HIGH while charging would put more than 3.6 V on the pin */
    pinMode(CHARGING_PIN, INPUT_PULLUP);
    analogReference(AR_INTERNAL_3_0);
    analogReadResolution(12);
}

inline uint8_t percent(uint16_t mv) {
    const Point *below = CURVE;
    if (mv <= below->mv) return 0;
    for (const Point &above : CURVE) {
        const int span_pct = above.pct - below->pct, span_mv = above.mv - below->mv;
        if (mv < above.mv) return (uint8_t)(below->pct + (mv - below->mv) * span_pct / span_mv);
        below = &above;
    }
    return 100;
}

inline hsp_gauge read() {
    const uint32_t pin_mv = (uint32_t)analogRead(PIN_VBAT) * REFERENCE_MV / STEPS;
    const uint16_t mv = (uint16_t)(pin_mv * DIVIDER_KOHM / LOWER_KOHM);
    const bool charging = digitalRead(CHARGING_PIN) == LOW;
    return {percent(mv), (uint8_t)(charging ? HSP_CHARGING : HSP_DISCHARGING), mv, HSP_TEMP_UNKNOWN};
}

} // namespace battery
