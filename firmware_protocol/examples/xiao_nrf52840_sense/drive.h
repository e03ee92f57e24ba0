/* Lamp and motor by the PWM units, which count their own periods of 1 ms and end by themselves: no task, no interrupt
 * and no loop is needed to switch them off. */
#pragma once

#include <Arduino.h>

class Driver {
  public:
    Driver(NRF_PWM_Type *unit, bool active_low) : unit_(unit), active_low_(active_low) {}

    void begin(uint8_t pin) {
        pinMode(pin, OUTPUT);
        digitalWrite(pin, active_low_ ? HIGH : LOW);
        unit_->PSEL.OUT[0] = g_ADigitalPinMap[pin];
        for (int i = 1; i < 4; i++) unit_->PSEL.OUT[i] = 0xFFFFFFFF; /* not connected */
        unit_->MODE = PWM_MODE_UPDOWN_Up;
        unit_->PRESCALER = PWM_PRESCALER_PRESCALER_DIV_16; /* 1 MHz */
        unit_->COUNTERTOP = PERIOD_US;
        unit_->DECODER = PWM_DECODER_LOAD_Common;
        unit_->LOOP = 1; /* sequence 0, sequence 1, end */
        unit_->SHORTS = PWM_SHORTS_LOOPSDONE_STOP_Msk;
        unit_->ENABLE = 1;
    }

    /* 255 is full; 0 ms is off at once. */
    void run(uint8_t strength, uint16_t ms) {
        unit_->TASKS_STOP = 1;
        duty_[0] = duty(ms > 0 ? strength : 0);
        duty_[1] = duty(0);
        for (int i = 0; i < 2; i++) {
            unit_->SEQ[i].PTR = (uint32_t)(uintptr_t)&duty_[i];
            unit_->SEQ[i].CNT = 1;
            unit_->SEQ[i].ENDDELAY = 0;
        }
        unit_->SEQ[0].REFRESH = ms > 0 ? ms - 1u : 0;
        unit_->SEQ[1].REFRESH = 0;
        unit_->TASKS_SEQSTART[0] = 1;
    }

  private:
    enum { PERIOD_US = 1000, HIGH_FIRST = 0x8000 };

    uint16_t duty(uint8_t strength) const {
        const uint16_t on_us = (uint16_t)((uint32_t)strength * PERIOD_US / 255);
        return active_low_ ? on_us : (uint16_t)(HIGH_FIRST | on_us);
    }

    NRF_PWM_Type *unit_;
    bool active_low_;
    uint16_t duty_[2]; /* read by the unit while it runs */
};
