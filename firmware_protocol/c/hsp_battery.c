#include "hsp_battery.h"

enum { LOW_BELOW_PCT = 15, LOW_UNTIL_PCT = 18, CRITICAL_BELOW_PCT = 5, CRITICAL_UNTIL_PCT = 8 };

static bool kept(bool was, bool begins, bool ends) {
    return begins || (was && !ends);
}

void hsp_battery_set(struct hsp_battery *battery, const struct hsp_gauge *gauge) {
    const uint8_t pct = gauge->battery_pct;
    const bool powered = gauge->charge == HSP_CHARGING || gauge->charge == HSP_FULL;
    battery->gauge = *gauge;
    battery->low = kept(battery->low, pct < LOW_BELOW_PCT, pct >= LOW_UNTIL_PCT);
    battery->critical =
        kept(battery->critical, pct < CRITICAL_BELOW_PCT && !powered, pct >= CRITICAL_UNTIL_PCT || powered);
}
