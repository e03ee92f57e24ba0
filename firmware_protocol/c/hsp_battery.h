/* The battery's two warnings, P2 and P3. */
#ifndef HSP_BATTERY_H
#define HSP_BATTERY_H

#include "hsp.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What the gauges say. */
struct hsp_gauge {
    uint8_t battery_pct; /* HSP_PERCENT_UNKNOWN */
    uint8_t charge;      /* enum hsp_charge */
    uint16_t battery_mv; /* 0 unknown */
    int16_t temp_cc;     /* 0.01 degrees Celsius; HSP_TEMP_UNKNOWN */
};

struct hsp_battery {
    struct hsp_gauge gauge;
    bool low;
    bool critical;
};

/* A new reading, with the hysteresis of both warnings. */
void hsp_battery_set(struct hsp_battery *battery, const struct hsp_gauge *gauge);

#ifdef __cplusplus
}
#endif
#endif
