/* An HSP sensor on a Seeed XIAO nRF52840 Sense: the core and the board's functions for it, nothing else. README.md says
 * how to wire and flash it, and that it has never run on the board. */
#include <Adafruit_LittleFS.h>
#include <InternalFileSystem.h>

#include "battery.h"
#include "device_clock.h"
#include "drive.h"
#include "imu.h"
#include "radio.h"

/* A button from D0 to ground. With a motor driver at D1, remove the slashes. */
enum : uint8_t { BUTTON_PIN = D0 };
// #define MOTOR_PIN D1

enum : uint32_t { SLOTS = 6240 }; /* 60 s at 104 Hz (R1), 171 KiB */
enum : uint32_t { GAUGE_EVERY_MS = 10000, REFRESH_EVERY_MS = 100, DEBOUNCE_MS = 30, HELD_MS = 10000 };
enum : uint16_t { QUICK = 160, SLOW = 1600 }; /* 100 ms and 1 s in 0.625 ms */
static const char ROLE_FILE[] = "/hsp_role";

static hsp_core core;
static hsp_slot slots[SLOTS];
static Driver lamp(NRF_PWM2, true);
#ifdef MOTOR_PIN
static Driver motor(NRF_PWM1, false);
#endif

/* ---- Functions of the board ---- */

static uint64_t now_us(void *) {
    return device_clock::now_us();
}

static int imu_setup(void *, uint16_t odr_hz, uint16_t acc_fs_mg, uint16_t gyr_fs_dps, hsp_rate *actual) {
    return imu::setup(odr_hz, acc_fs_mg, gyr_fs_dps, actual);
}

static int imu_read(void *, hsp_sample *sample, uint64_t *t_us) {
    return imu::read(sample, t_us);
}

static void drive(void *, hsp_drive what, uint8_t strength, uint16_t ms) {
    if (what == HSP_LAMP) lamp.run(strength, ms);
#ifdef MOTOR_PIN
    if (what == HSP_MOTOR) motor.run(strength, ms);
#endif
}

static int store_role(void *role, bool write) {
    using namespace Adafruit_LittleFS_Namespace;
    File file(InternalFS);
    if (write) InternalFS.remove(ROLE_FILE);
    if (!file.open(ROLE_FILE, write ? FILE_O_WRITE : FILE_O_READ)) return -1;
    const bool done = write ? file.write((const uint8_t *)role, 1) == 1 : file.read(role, 1) == 1;
    file.close();
    return done ? 0 : -1;
}

static int store(void *, hsp_key key, void *value, size_t, bool write) {
    if (key == HSP_KEY_ROLE) return store_role(value, write);
    Bluefruit.Periph.clearBonds();
    return 0;
}

static void advertise(void *, hsp_pace pace, const hsp_advert *advert) {
    if (pace == HSP_ADVERTISE_QUICKLY) radio::advertise(QUICK, advert);
    if (pace == HSP_ADVERTISE_SLOWLY) radio::advertise(SLOW, advert);
    if (pace == HSP_SLEEP) systemOff(BUTTON_PIN, LOW); /* the button wakes it with a reset */
}

static const hsp_board BOARD = {now_us,       imu_setup, imu_read,  radio::send,   radio::link, radio::request_interval,
                                drive,        store,     advertise, radio::hang_up};

/* ---- Button ---- */

/* Tells the core of every press when it ends, or has lasted for 10 s. */
static void follow_button() {
    static uint32_t since_ms;
    static bool down, told;
    const bool pressed = digitalRead(BUTTON_PIN) == LOW;
    const uint32_t held_ms = millis() - since_ms;
    if (pressed != down && held_ms > DEBOUNCE_MS) {
        if (!pressed && !told) hsp_core_on_button(&core, held_ms);
        down = pressed;
        told = false;
        since_ms = millis();
    } else if (down && !told && held_ms >= HELD_MS) {
        hsp_core_on_button(&core, held_ms);
        told = true;
    }
}

/* ---- Arduino ---- */

/* Whether `every_ms` have passed since it was true last. */
static bool due(uint32_t *last_ms, uint32_t every_ms) {
    if (millis() - *last_ms < every_ms) return false;
    *last_ms += every_ms;
    return true;
}

static void read_gauge() {
    const hsp_gauge gauge = battery::read();
    hsp_core_on_gauge(&core, &gauge);
    radio::battery_service.write(gauge.battery_pct);
}

static hsp_make make() {
    hsp_make made = {};
    made.caps = HSP_CAN_LED | HSP_CAN_BACKFILL | HSP_CAN_BUTTON | HSP_CAN_QUATERNION;
#ifdef MOTOR_PIN
    made.caps |= HSP_CAN_HAPTIC;
#endif
    made.id = (uint16_t)NRF_FICR->DEVICEID[0];
    made.batch = 5;
    made.queue_frames = 54; /* 2.6 s of frames of five */
    made.rate = {104000, 8000, 500, 244000, 17500000};
    uint8_t chance[2] = {};
    do {
        sd_rand_application_vector_get(chance, sizeof chance);
        made.boot_id = (uint16_t)(chance[0] | chance[1] << 8);
    } while (made.boot_id == 0);
    return made;
}

void setup() {
    char name[] = "HINGE-0000";
    device_clock::begin();
    pinMode(BUTTON_PIN, INPUT_PULLUP);
    lamp.begin(LED_BLUE);
#ifdef MOTOR_PIN
    motor.begin(MOTOR_PIN);
#endif
    battery::begin();
    imu::begin();
    InternalFS.begin();
    snprintf(name, sizeof name, "HINGE-%04X", (unsigned)(uint16_t)NRF_FICR->DEVICEID[0]);
    radio::begin(&core, name);
    const hsp_make made = make();
    hsp_core_init(&core, &BOARD, nullptr, &made, slots, SLOTS);
    read_gauge();
}

void loop() {
    static uint32_t gauge_ms, refresh_ms;
    follow_button();
    if (due(&gauge_ms, GAUGE_EVERY_MS)) read_gauge();
    hsp_core_poll(&core);
    Bluefruit.Security.setPairable(hsp_core_may_pair(&core));
    if (due(&refresh_ms, REFRESH_EVERY_MS)) {
        radio::refresh(HSP_UUID_CONFIG);
        radio::refresh(HSP_UUID_STATUS);
    }
    delay(2); /* other tasks run, and the processor rests */
}
