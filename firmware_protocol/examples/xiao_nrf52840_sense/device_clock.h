/* Device time: a hardware timer at 1 MHz, extended to 64 bit here and nowhere else. micros() of this core counts in
 * steps of 977 us, and the CPU's cycle counter sleeps. */
#pragma once

#include <Arduino.h>

namespace device_clock {

inline void begin() {
    NRF_TIMER3->BITMODE = TIMER_BITMODE_BITMODE_32Bit;
    NRF_TIMER3->PRESCALER = 4; /* 16 MHz / 2^4 */
    NRF_TIMER3->TASKS_CLEAR = 1;
    NRF_TIMER3->TASKS_START = 1;
}

/* Microseconds since begin. Any task and any interrupt may ask, somebody at least once in 71 minutes. */
inline uint64_t now_us() {
    static uint32_t laps, last;
    const UBaseType_t masked = taskENTER_CRITICAL_FROM_ISR(); /* works in tasks too */
    NRF_TIMER3->TASKS_CAPTURE[0] = 1;
    const uint32_t count = NRF_TIMER3->CC[0];
    if (count < last) laps++;
    last = count;
    const uint64_t now = (uint64_t)laps << 32 | count;
    taskEXIT_CRITICAL_FROM_ISR(masked);
    return now;
}

} // namespace device_clock
