/* Stand-in for the I2C bus with an LSM6DS3TR-C on it. */
#pragma once

#include "Arduino.h"

struct TwoWire {
    void begin() {}
    void setClock(uint32_t) {}
    void beginTransmission(uint8_t address);
    void write(uint8_t byte);
    uint8_t endTransmission(bool stop = true);
    uint8_t requestFrom(uint8_t address, uint8_t len);
    int read();
};
extern TwoWire Wire1;
