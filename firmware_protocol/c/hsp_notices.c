#include "hsp_notices.h"

enum { STATUS_EVERY_US = 10000000 };

void hsp_notices_want_config(struct hsp_notices *notices, bool wanted, const struct hsp_config *now) {
    notices->config_wanted = wanted;
    notices->config = *now;
}

void hsp_notices_want_status(struct hsp_notices *notices, bool wanted, const struct hsp_status *now) {
    notices->status_wanted = wanted;
    notices->status = *now;
    notices->next_us = wanted ? now->now_us + STATUS_EVERY_US : UINT64_MAX;
}

static bool same_bytes(const uint8_t *a, const uint8_t *b, size_t len) {
    for (size_t i = 0; i < len; i++) {
        if (a[i] != b[i]) return false;
    }
    return true;
}

bool hsp_notices_config_due(const struct hsp_notices *notices, const struct hsp_config *now) {
    uint8_t told[HSP_CONFIG_SIZE], found[HSP_CONFIG_SIZE];
    if (!notices->config_wanted) return false;
    hsp_encode_config(&notices->config, told, sizeof told);
    hsp_encode_config(now, found, sizeof found);
    return !same_bytes(told, found, sizeof told);
}

bool hsp_notices_status_due(const struct hsp_notices *notices, const struct hsp_status *now) {
    const struct hsp_status *told = &notices->status;
    const bool changed = told->flags != now->flags || told->charge != now->charge ||
                         told->conn_interval != now->conn_interval || told->mtu != now->mtu;
    return notices->status_wanted && (changed || now->now_us >= notices->next_us);
}
