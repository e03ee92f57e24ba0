/* The device itself, whoever is connected: runs, samples, states (PROTOCOL.md sections 4 to 7, 12 and 16). */
#ifndef HSP_MACHINE_H
#define HSP_MACHINE_H

#include "hsp_core.h"
#include "hsp_rules.h"

/* Takes every sample there is; ends a run that nobody fetched (R4). */
void hsp_machine_sample(struct hsp_core *core);

/* START: a new run from idle, else the run goes on (B3); false, and state fault, when the IMU does not answer. */
bool hsp_machine_start(struct hsp_core *core);

/* STOP: the frame that had begun goes out, the ring keeps the run; the motor stops in any case (H3). */
void hsp_machine_end_run(struct hsp_core *core);

/* Nobody receives any more: what waits stays in the ring. */
void hsp_machine_buffer(struct hsp_core *core);

/* The IMU was found not to answer: every run is over, the motor too (H3). */
void hsp_machine_fail(struct hsp_core *core);

/* Runs the IMU at the rate in force; false when it does not. */
bool hsp_machine_run_imu(struct hsp_core *core);
void hsp_machine_stop_imu(struct hsp_core *core);

/* A measurement of the bias is abandoned, if one is under way. */
void hsp_machine_abandon_bias(struct hsp_core *core);

/* No stroke any more, and none that is under way. */
void hsp_machine_stop_motor(struct hsp_core *core);

bool hsp_machine_is_running(const struct hsp_core *core);

/* Frame type and most samples per frame at this MTU (F1). */
struct hsp_fit hsp_machine_fit(const struct hsp_core *core);

/* Samples per full frame in force (F2). */
uint8_t hsp_machine_batch(const struct hsp_core *core);

/* The values now. */
struct hsp_config hsp_machine_config(const struct hsp_core *core);
struct hsp_status hsp_machine_status(const struct hsp_core *core);

#endif
