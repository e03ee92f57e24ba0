/* Stand-in for the Arduino core: as much of it as the sketch uses, on a clock that the host sets (../host.cpp). */
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>

enum { LOW, HIGH };
enum { INPUT, OUTPUT, INPUT_PULLUP };
enum { RISING = 1, AR_INTERNAL_3_0 = 3 };
enum : uint8_t { D0 = 0, D1 = 1, LED_BLUE = 12, VBAT_ENABLE = 14, PIN_VBAT = 32 };
enum : uint8_t { PIN_LSM6DS3TR_C_POWER = 15, PIN_LSM6DS3TR_C_INT1 = 18 };
extern const uint32_t g_ADigitalPinMap[48];

void pinMode(uint8_t pin, uint8_t mode);
void digitalWrite(uint8_t pin, uint8_t level);
int digitalRead(uint8_t pin);
void analogReference(int reference);
void analogReadResolution(int bits);
int analogRead(uint8_t pin);
void attachInterrupt(uint8_t pin, void (*function)(), int mode);
uint32_t millis();
void delay(uint32_t ms);
void yield();
void systemOff(uint32_t pin, uint8_t level);

using UBaseType_t = unsigned long;
inline UBaseType_t taskENTER_CRITICAL_FROM_ISR() { return 0; }
inline void taskEXIT_CRITICAL_FROM_ISR(UBaseType_t) {}

/* A register that does something when it is read, or written. */
struct Count {
    operator uint32_t() const;
};
struct NRF_TIMER_Type {
    uint32_t BITMODE, PRESCALER, TASKS_CLEAR, TASKS_START, TASKS_CAPTURE[6];
    Count CC[6];
};
extern NRF_TIMER_Type *const NRF_TIMER3;
enum { TIMER_BITMODE_BITMODE_32Bit = 3 };

struct NRF_PWM_Type {
    struct {
        uint32_t OUT[4];
    } PSEL;
    uint32_t MODE, PRESCALER, COUNTERTOP, DECODER, LOOP, SHORTS, ENABLE, TASKS_STOP, TASKS_SEQSTART[2];
    struct {
        uint32_t PTR, CNT, REFRESH, ENDDELAY;
    } SEQ[2];
};
extern NRF_PWM_Type *const NRF_PWM1, *const NRF_PWM2;
enum { PWM_MODE_UPDOWN_Up = 0, PWM_PRESCALER_PRESCALER_DIV_16 = 4 };
enum { PWM_DECODER_LOAD_Common = 0, PWM_SHORTS_LOOPSDONE_STOP_Msk = 4 };

struct NRF_FICR_Type {
    uint32_t DEVICEID[2];
};
extern NRF_FICR_Type *const NRF_FICR;
