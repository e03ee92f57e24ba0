/* What a device does when it is asked over Control (PROTOCOL.md section 9). */
#ifndef HSP_CONTROL_H
#define HSP_CONTROL_H

#include "hsp_core.h"

/* Executes one request; its reply is added to core->replies, at once or when a measurement is done.
 * core->replies must have room. */
void hsp_control_execute(struct hsp_core *core, const uint8_t *bytes, size_t len);

/* Answers the measurement under way if it is done. */
void hsp_control_finish(struct hsp_core *core);

#endif
