/* Stand-in for Bluefruit and the SoftDevice: prints all that is sent; its queue and its peer are the host's. */
#pragma once

#include <cstring>

#include "Arduino.h"

enum { CHR_PROPS_READ = 2, CHR_PROPS_WRITE_WO_RESP = 4, CHR_PROPS_WRITE = 8 };
enum { CHR_PROPS_NOTIFY = 16, CHR_PROPS_INDICATE = 32 };
enum SecureMode_t { SECMODE_NO_ACCESS = 0x00, SECMODE_OPEN = 0x11, SECMODE_ENC_NO_MITM = 0x21 };
enum { BLE_GATT_HVX_NOTIFICATION = 1, BLE_GATT_HVX_INDICATION = 2 };
enum { BLE_GAP_EVENT_LENGTH_DEFAULT = 3, BLE_GATTC_WRITE_CMD_TX_QUEUE_SIZE_DEFAULT = 1 };
enum { NRF_SUCCESS = 0, NRF_ERROR_INVALID_STATE = 8, NRF_ERROR_BUSY = 17, NRF_ERROR_RESOURCES = 19 };
enum { BLE_GAP_EVT_CONNECTED = 0x10, BLE_GAP_EVT_DISCONNECTED, BLE_GAP_EVT_AUTH_STATUS = 0x19 };
enum { BLE_GATTS_EVT_HVC = 0x53 };
enum { NO_LINK = 0xFFFF };

struct ble_gatts_char_handles_t {
    uint16_t value_handle;
};
struct ble_gatts_hvx_params_t {
    uint16_t handle;
    uint8_t type;
    uint16_t offset;
    uint16_t *p_len;
    const uint8_t *p_data;
};
struct ble_gap_conn_params_t {
    uint16_t min_conn_interval, max_conn_interval, slave_latency, conn_sup_timeout;
};
struct ble_evt_t {
    struct {
        uint16_t evt_id;
    } header;
    struct {
        struct {
            uint16_t conn_handle;
            struct {
                struct {
                    uint8_t lesc;
                } auth_status;
            } params;
        } gap_evt;
    } evt;
};

uint32_t sd_ble_gatts_hvx(uint16_t link, const ble_gatts_hvx_params_t *value);
uint32_t sd_ble_gap_conn_param_update(uint16_t link, const ble_gap_conn_params_t *wanted);
uint32_t sd_rand_application_vector_get(uint8_t *bytes, uint8_t len);

struct BLEUuid {
    uint8_t bytes[16];
    BLEUuid() : bytes{} {}
    explicit BLEUuid(const uint8_t *uuid) { memcpy(bytes, uuid, sizeof bytes); }
};
struct BLEService {
    explicit BLEService(BLEUuid) {}
    void begin() {}
};

struct BLECharacteristic {
    using write_cb_t = void (*)(uint16_t, BLECharacteristic *, uint8_t *, uint16_t);
    BLEUuid uuid;
    uint8_t properties = 0, stored[64] = {};
    uint16_t most = 0, length = 0, cccd = 0;
    SecureMode_t read_mode = SECMODE_NO_ACCESS, write_mode = SECMODE_NO_ACCESS;
    write_cb_t on_write = nullptr;

    void setUuid(BLEUuid of) { uuid = of; }
    void setProperties(uint8_t of) { properties = of; }
    void setPermission(SecureMode_t read, SecureMode_t write) { read_mode = read, write_mode = write; }
    void setMaxLen(uint16_t len) { most = len; }
    void setWriteCallback(write_cb_t function, bool) { on_write = function; }
    int begin();
    ble_gatts_char_handles_t handles() const { return {uuid.bytes[12]}; } /* the XXXX of our UUIDs */
    uint16_t getCccd(uint16_t) const { return cccd; }
    uint16_t write(const void *bytes, uint16_t len) {
        memcpy(stored, bytes, len);
        return length = len;
    }
};

struct BLEConnection {
    uint16_t mtu = 23, interval = 24;
    bool is_connected = false, is_secured = false;
    bool connected() const { return is_connected; }
    bool secured() const { return is_secured; }
    uint16_t getMtu() const { return mtu; }
    uint16_t getConnectionInterval() const { return interval; }
    bool requestPHY() { return true; }
    bool requestDataLengthUpdate() { return true; }
    bool requestMtuExchange(uint16_t) { return true; }
    bool removeBondKey() { return true; }
};

struct BLEDis {
    void setModel(const char *) {}
    void setFirmwareRev(const char *) {}
    void setHardwareRev(const char *) {}
    int begin() { return 0; }
};
struct BLEBas {
    uint8_t pct = 0;
    int begin() { return 0; }
    bool write(uint8_t level) {
        pct = level;
        return true;
    }
};

struct Advertised {
    uint8_t data[31];
    uint8_t count = 0;
    bool setData(const uint8_t *bytes, uint8_t len) {
        memcpy(data, bytes, len);
        count = len;
        return true;
    }
};
struct AdvertisingStub : Advertised {
    uint16_t interval = 0;
    bool running = false;
    void restartOnDisconnect(bool) {}
    void setInterval(uint16_t fast, uint16_t) { interval = fast; }
    bool start(uint32_t) { return running = true; }
    bool stop() { return !(running = false); }
};

struct Bluefruit52 {
    using event_cb_t = void (*)(ble_evt_t *);
    struct {
        bool pairable = true;
        void setIOCaps(bool, bool, bool) {}
        void setMITM(bool) {}
        void setPairable(bool on) { pairable = on; }
    } Security;
    struct {
        void (*on_connect)(uint16_t) = nullptr;
        void setConnectCallback(void (*function)(uint16_t)) { on_connect = function; }
        void clearBonds() {}
    } Periph;
    AdvertisingStub Advertising;
    Advertised ScanResponse;
    BLEConnection connection;
    event_cb_t on_event = nullptr;

    void configPrphConn(uint16_t, uint16_t, uint8_t, uint8_t) {}
    bool begin(uint8_t, uint8_t) { return true; }
    void autoConnLed(bool) {}
    void setName(const char *) {}
    void setEventCallback(event_cb_t function) { on_event = function; }
    uint16_t connHandle() const { return connection.is_connected ? 0 : NO_LINK; }
    BLEConnection *Connection(uint16_t handle) { return handle == NO_LINK ? nullptr : &connection; }
    bool disconnect(uint16_t handle);
};
extern Bluefruit52 Bluefruit;
