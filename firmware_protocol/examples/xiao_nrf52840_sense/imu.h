/* The LSM6DS3TR-C on the internal I2C bus: samples from its FIFO, each with the time of its own data-ready pulse.
 *
 * Pulses and FIFO samples come in step, so the pulses say how many samples there must be: what the FIFO lost is counted
 * exactly. Registers by the data sheet of the LSM6DS3TR-C. */
#pragma once

#include <Arduino.h>
#include <Wire.h>

#include "device_clock.h"
#include "hsp_board.h"

namespace imu {

enum : uint8_t {
    ADDRESS = 0x6A,
    FIFO_CTRL3 = 0x08,
    FIFO_CTRL5 = 0x0A,
    DRDY_PULSE_CFG = 0x0B,
    INT1_CTRL = 0x0D,
    WHO_AM_I = 0x0F,
    CTRL1_XL = 0x10,
    CTRL2_G = 0x11,
    CTRL3_C = 0x12,
    FIFO_STATUS1 = 0x3A,
    FIFO_DATA = 0x3E
};
enum : uint8_t { IS_LSM6DS3TR_C = 0x6A, DRDY_PULSED = 0x80, DRDY_OF_GYRO = 0x02, BDU = 0x40, NO_DECIMATION = 0x09 };
enum : uint8_t { FIFO_BYPASS = 0, FIFO_CONTINUOUS = 6, FIFO_OVERRUN = 0x40 };
enum : uint32_t { TIMES = 256, SETTLES_MS = 100, SAMPLE_BYTES = 12 };

struct Choice {
    uint32_t value; /* Hz, mg or dps */
    uint32_t per_lsb; /* ng or ndps */
    uint8_t bits;
};
const Choice RATES[] = {{26, 0, 0x20}, {52, 0, 0x30}, {104, 0, 0x40}}; /* the ring holds 60 s of 104 Hz */
const Choice ACC_SCALES[] = {{2000, 61000, 0x00}, {4000, 122000, 0x08}, {8000, 244000, 0x0C}, {16000, 488000, 0x04}};
const Choice GYR_SCALES[] = {
    {125, 4375000, 0x02}, {250, 8750000, 0x00}, {500, 17500000, 0x04}, {1000, 35000000, 0x08}, {2000, 70000000, 0x0C}};

/* Times of the pulses, a ring. The interrupt alone counts `pulses`, the loop alone `taken`. */
static volatile uint64_t times_us[TIMES];
static volatile uint32_t pulses;
static uint32_t taken, lost;

inline void on_pulse() {
    times_us[pulses % TIMES] = device_clock::now_us();
    pulses = pulses + 1;
}

inline bool put(uint8_t reg, uint8_t value) {
    Wire1.beginTransmission(ADDRESS);
    Wire1.write(reg);
    Wire1.write(value);
    return Wire1.endTransmission() == 0;
}

inline bool get(uint8_t reg, uint8_t *bytes, uint8_t len) {
    Wire1.beginTransmission(ADDRESS);
    Wire1.write(reg);
    if (Wire1.endTransmission(false) != 0 || Wire1.requestFrom(ADDRESS, len) != len) return false;
    for (uint8_t i = 0; i < len; i++) bytes[i] = (uint8_t)Wire1.read();
    return true;
}

inline void begin() {
    pinMode(PIN_LSM6DS3TR_C_POWER, OUTPUT);
    digitalWrite(PIN_LSM6DS3TR_C_POWER, HIGH);
    delay(50);
    Wire1.begin();
    Wire1.setClock(400000);
    pinMode(PIN_LSM6DS3TR_C_INT1, INPUT);
    attachInterrupt(PIN_LSM6DS3TR_C_INT1, on_pulse, RISING);
}

/* The smallest that is at least `wanted`, or nullptr. */
template <size_t N> const Choice *smallest(const Choice (&choices)[N], uint32_t wanted) {
    for (const Choice &choice : choices) {
        if (choice.value >= wanted) return &choice;
    }
    return nullptr;
}

/* Empties the FIFO just after a pulse: the next pulse belongs to its first sample. */
inline bool restart_fifo(uint8_t rate_bits) {
    const uint32_t before = pulses;
    for (uint32_t since_ms = millis(); pulses == before && millis() - since_ms < SETTLES_MS;) yield();
    const bool done = put(FIFO_CTRL5, FIFO_BYPASS) && put(FIFO_CTRL5, (uint8_t)(rate_bits >> 1 | FIFO_CONTINUOUS));
    return done && pulses != before;
}

static uint8_t rate_bits; /* in force; 0: stopped */

inline bool stop() {
    rate_bits = 0;
    return put(INT1_CTRL, 0) && put(FIFO_CTRL5, FIFO_BYPASS) && put(CTRL1_XL, 0) && put(CTRL2_G, 0);
}

inline bool run(uint8_t rate, uint8_t acc_scale, uint8_t gyr_scale) {
    uint8_t id = 0;
    if (!get(WHO_AM_I, &id, 1) || id != IS_LSM6DS3TR_C || !stop()) return false;
    if (!put(CTRL3_C, BDU | 0x04) || !put(DRDY_PULSE_CFG, DRDY_PULSED) || !put(FIFO_CTRL3, NO_DECIMATION)) return false;
    if (!put(CTRL1_XL, rate | acc_scale) || !put(CTRL2_G, rate | gyr_scale)) return false;
    if (!put(INT1_CTRL, DRDY_OF_GYRO)) return false;
    delay(SETTLES_MS);
    rate_bits = rate;
    if (!restart_fifo(rate)) return false;
    taken = pulses;
    lost = 0;
    return true;
}

/* As imu_setup of struct hsp_board. */
inline int setup(uint16_t odr_hz, uint16_t acc_fs_mg, uint16_t gyr_fs_dps, hsp_rate *actual) {
    if (odr_hz == 0) return stop() ? HSP_IMU_SET : HSP_IMU_BROKEN;
    const Choice *rate = smallest(RATES, odr_hz);
    const Choice *acc = smallest(ACC_SCALES, acc_fs_mg), *gyr = smallest(GYR_SCALES, gyr_fs_dps);
    if (!rate || !acc || !gyr) return HSP_IMU_CANNOT;
    *actual = {rate->value * 1000, (uint16_t)acc->value, (uint16_t)gyr->value, acc->per_lsb, gyr->per_lsb};
    return run(rate->bits, acc->bits, gyr->bits) ? HSP_IMU_SET : HSP_IMU_BROKEN;
}

/* The FIFO or the ring of times ran over: everything up to now is lost. */
inline int lose_all() {
    if (!restart_fifo(rate_bits)) return HSP_IMU_FAULT;
    lost = pulses - taken;
    return HSP_IMU_LOST;
}

inline int read_sample(hsp_sample *sample, uint64_t *t_us) {
    uint8_t bytes[SAMPLE_BYTES];
    int16_t values[6];
    if (!get(FIFO_DATA, bytes, SAMPLE_BYTES)) return HSP_IMU_FAULT;
    for (int i = 0; i < 6; i++) values[i] = (int16_t)(bytes[2 * i] | bytes[2 * i + 1] << 8);
    for (int i = 0; i < 3; i++) {
        sample->gyr[i] = values[i]; /* the FIFO gives the gyroscope first */
        sample->acc[i] = values[3 + i];
    }
    *t_us = times_us[taken++ % TIMES];
    return HSP_IMU_SAMPLE;
}

/* As imu_read of struct hsp_board. */
inline int read(hsp_sample *sample, uint64_t *t_us) {
    uint8_t status[2];
    if (lost == 0 && taken == pulses) return HSP_IMU_NOTHING;
    if (lost == 0) {
        if (!get(FIFO_STATUS1, status, 2)) return HSP_IMU_FAULT;
        const uint32_t words = status[0] | (status[1] & 7u) << 8;
        const bool overrun = status[1] & FIFO_OVERRUN || pulses - taken > TIMES - 8;
        if (!overrun) return words * 2 < SAMPLE_BYTES ? HSP_IMU_NOTHING : read_sample(sample, t_us);
        const int found = lose_all();
        if (found != HSP_IMU_LOST || lost == 0) return found;
    }
    lost--;
    taken++;
    return HSP_IMU_LOST;
}

} // namespace imu
