/* When Config and Status are notified (E6, S3). */
#ifndef HSP_NOTICES_H
#define HSP_NOTICES_H

#include "hsp.h"

#ifdef __cplusplus
extern "C" {
#endif

struct hsp_notices {
    bool config_wanted;
    bool status_wanted;
    struct hsp_config config; /* as told last */
    struct hsp_status status;
    uint64_t next_us; /* when Status comes even if nothing changes */
};

/* Changes from here on are to be told; `wanted` false: no more. */
void hsp_notices_want_config(struct hsp_notices *notices, bool wanted, const struct hsp_config *now);
void hsp_notices_want_status(struct hsp_notices *notices, bool wanted, const struct hsp_status *now);

/* Whether the value is to be notified now. */
bool hsp_notices_config_due(const struct hsp_notices *notices, const struct hsp_config *now);
bool hsp_notices_status_due(const struct hsp_notices *notices, const struct hsp_status *now);

#ifdef __cplusplus
}
#endif
#endif
