/* Runs the sketch on the host: a board of time, IMU, pins and radio around it, and a receiver's side of one session.
 * Prints `N xx hex` for all that is sent (xx is the characteristic's short UUID), `R xx hex` for values read,
 * `A xx hex` for advertising (0) and scan response (1); a test decodes them. */
#include <deque>
#include <initializer_list>

#include "../examples/xiao_nrf52840_sense/xiao_nrf52840_sense.ino"

/* ---- Time: begins 3 s before the 32-bit timer wraps ---- */

static uint64_t host_us = (UINT64_C(1) << 32) - 3000000;
static uint64_t sample_us;
static uint8_t registers[128];
static std::deque<uint8_t> fifo;
static int16_t produced;
static void (*interrupt)();
enum { FIFO_BYTES = 4096, PERIOD_US = 9615 };

Count::operator uint32_t() const {
    return (uint32_t)host_us;
}

static void put_word(int value) {
    fifo.push_back((uint8_t)value);
    fifo.push_back((uint8_t)(value >> 8));
}

/* One output sample of the IMU: acc x counts, all else is constant. */
static void make_sample() {
    produced = (int16_t)((produced + 1) & 0x7FFF);
    if ((registers[imu::FIFO_CTRL5] & 7) == imu::FIFO_CONTINUOUS) {
        for (int value : {-23, 57, 4, (int)produced, -31, 4098}) put_word(value);
    }
    for (; fifo.size() > FIFO_BYTES; registers[imu::FIFO_STATUS1 + 1] |= imu::FIFO_OVERRUN) fifo.pop_front();
    if (registers[imu::INT1_CTRL] && interrupt) interrupt();
}

static void advance(uint64_t us) {
    const uint64_t end_us = host_us + us;
    while (registers[imu::CTRL2_G] && sample_us <= end_us) {
        host_us = sample_us;
        sample_us += PERIOD_US;
        make_sample();
    }
    host_us = end_us;
}

uint32_t millis() { return (uint32_t)(host_us / 1000); }
void delay(uint32_t ms) { advance(ms * 1000u); }
void yield() { advance(100); }

/* ---- The IMU's registers ---- */

TwoWire Wire1;
static uint8_t reg, written;
static std::deque<uint8_t> answer;

void TwoWire::beginTransmission(uint8_t) { written = 0; }

void TwoWire::write(uint8_t byte) {
    if (written++ == 0) {
        reg = byte;
        return;
    }
    if (reg == imu::CTRL2_G && !registers[reg]) sample_us = host_us + PERIOD_US;
    if (reg == imu::FIFO_CTRL5 && byte == imu::FIFO_BYPASS) fifo.clear(), registers[imu::FIFO_STATUS1 + 1] = 0;
    registers[reg] = byte;
}

uint8_t TwoWire::endTransmission(bool) { return 0; }

static uint8_t read_register(uint8_t number) {
    const size_t words = fifo.size() / 2;
    if (number == imu::WHO_AM_I) return imu::IS_LSM6DS3TR_C;
    if (number == imu::FIFO_STATUS1) return (uint8_t)words;
    if (number == imu::FIFO_STATUS1 + 1) return (uint8_t)(registers[number] | (words >> 8 & 7));
    if (number < imu::FIFO_DATA || fifo.empty()) return registers[number];
    const uint8_t byte = fifo.front();
    fifo.pop_front();
    return byte;
}

uint8_t TwoWire::requestFrom(uint8_t, uint8_t len) {
    answer.clear();
    for (uint8_t i = 0; i < len; i++) answer.push_back(read_register(reg == imu::FIFO_DATA ? reg : (uint8_t)(reg + i)));
    advance(30u * len); /* the bus takes its time */
    return len;
}

int TwoWire::read() {
    const int byte = answer.front();
    answer.pop_front();
    return byte;
}

/* ---- Pins ---- */

const uint32_t g_ADigitalPinMap[48] = {};
static bool button_down;
static int battery_steps = 1820; /* 3.94 V */

void pinMode(uint8_t, uint8_t) {}
void digitalWrite(uint8_t, uint8_t) {}
int digitalRead(uint8_t pin) { return pin == BUTTON_PIN && button_down ? LOW : HIGH; }
void analogReference(int) {}
void analogReadResolution(int) {}
int analogRead(uint8_t) { return battery_steps; }
void attachInterrupt(uint8_t, void (*function)(), int) { interrupt = function; }
void systemOff(uint32_t, uint8_t) { puts("S"); }

static NRF_TIMER_Type timer;
static NRF_PWM_Type pwm[2];
static NRF_FICR_Type ficr = {{0x12347A3C, 0}};
NRF_TIMER_Type *const NRF_TIMER3 = &timer;
NRF_PWM_Type *const NRF_PWM1 = &pwm[0], *const NRF_PWM2 = &pwm[1];
NRF_FICR_Type *const NRF_FICR = &ficr;
FileSystem InternalFS;

/* ---- Radio ---- */

Bluefruit52 Bluefruit;
static int queue_places; /* of the SoftDevice, refilled in every connection event */
static bool radio_stuck, confirm_due;

int BLECharacteristic::begin() { return most > 0 ? 0 : 1; }

static void print(char kind, unsigned uuid, const uint8_t *bytes, size_t len) {
    printf("%c %02x ", kind, uuid);
    for (size_t i = 0; i < len; i++) printf("%02x", bytes[i]);
    puts("");
}

static void happen(uint16_t what) {
    ble_evt_t event = {};
    event.header.evt_id = what;
    Bluefruit.on_event(&event);
}

uint32_t sd_ble_gatts_hvx(uint16_t link, const ble_gatts_hvx_params_t *value) {
    if (link == NO_LINK) return NRF_ERROR_INVALID_STATE;
    if (value->type == BLE_GATT_HVX_INDICATION && confirm_due) return NRF_ERROR_BUSY;
    if (radio_stuck || queue_places == 0) return NRF_ERROR_RESOURCES;
    queue_places--;
    confirm_due = confirm_due || value->type == BLE_GATT_HVX_INDICATION;
    print('N', value->handle, value->p_data, *value->p_len);
    return NRF_SUCCESS;
}

uint32_t sd_ble_gap_conn_param_update(uint16_t, const ble_gap_conn_params_t *wanted) {
    printf("I %u %u\n", wanted->min_conn_interval, wanted->max_conn_interval);
    return NRF_SUCCESS;
}

uint32_t sd_rand_application_vector_get(uint8_t *bytes, uint8_t len) {
    static uint8_t chance = 0; /* nothing at first, as from an empty pool */
    for (uint8_t i = 0; i < len; i++) bytes[i] = chance;
    chance = 0xBE;
    return NRF_SUCCESS;
}

bool Bluefruit52::disconnect(uint16_t) {
    connection.is_connected = false;
    happen(BLE_GAP_EVT_DISCONNECTED);
    return true;
}

/* ---- The receiver's side ---- */

static void run(uint32_t ms) {
    static uint64_t event_us;
    for (const uint64_t end_us = host_us + ms * UINT64_C(1000); host_us < end_us;) {
        loop();
        if (host_us < event_us) continue;
        event_us = host_us + 30000;
        queue_places = 6;
        if (confirm_due && Bluefruit.connection.is_connected) {
            confirm_due = false;
            happen(BLE_GATTS_EVT_HVC);
        }
    }
}

static void connect(uint16_t mtu) {
    Bluefruit.connection = {};
    Bluefruit.connection.is_connected = Bluefruit.connection.is_secured = true;
    Bluefruit.connection.mtu = mtu;
    confirm_due = false;
    for (BLECharacteristic &one : radio::characteristics) one.cccd = one.properties & CHR_PROPS_INDICATE ? 2 : 1;
    happen(BLE_GAP_EVT_CONNECTED);
    Bluefruit.Periph.on_connect(0);
}

static void write(hsp_uuid to, std::initializer_list<uint8_t> bytes) {
    uint8_t copy[20];
    uint16_t len = 0;
    for (uint8_t byte : bytes) copy[len++] = byte;
    radio::of(to).on_write(0, &radio::of(to), copy, len);
}

static void read_value(hsp_uuid uuid) {
    run(150); /* it is refreshed */
    print('R', uuid, radio::of(uuid).stored, radio::of(uuid).length);
}

static void press(uint32_t ms) {
    button_down = true;
    run(ms);
    button_down = false;
    run(100);
}

int main() {
    setup();
    run(200);
    print('A', 0, Bluefruit.Advertising.data, Bluefruit.Advertising.count);
    print('A', 1, Bluefruit.ScanResponse.data, Bluefruit.ScanResponse.count);
    press(200);
    printf("P %d\n", Bluefruit.Security.pairable);
    connect(247);
    read_value(HSP_UUID_CONFIG);
    write(HSP_UUID_CONTROL, {HSP_SET_ROLE, 1, 2});
    run(200);
    write(HSP_UUID_CONTROL, {0x63, 2});
    run(100);
    write(HSP_UUID_CONTROL, {HSP_START, 3});
    run(4000); /* device time passes 2^32 */
    write(HSP_UUID_TIME_SYNC, {1, 5, 0x15, 0xCD, 0x85, 0x3D, 0xFE, 0x9C, 0x97, 0x17});
    run(100);
    radio_stuck = true;
    run(4000); /* more than the 54 frames that may wait */
    radio_stuck = false;
    run(1000);
    advance(4000000); /* the loop hangs: the FIFO runs over */
    run(1000);
    Bluefruit.disconnect(0);
    run(2000);
    connect(23);
    run(200);
    write(HSP_UUID_CONTROL, {HSP_START, 4});
    run(1000);
    write(HSP_UUID_CONTROL, {HSP_BACKFILL, 5, 0, 0, 0, 0, 0x40, 0, 0, 0});
    run(3000);
    write(HSP_UUID_CONTROL, {HSP_STOP, 6});
    run(300);
    read_value(HSP_UUID_STATUS);
    printf("F %d\n", InternalFS.role);
    return 0;
}
