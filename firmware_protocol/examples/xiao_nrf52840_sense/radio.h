/* The GATT table and the link on Bluefruit. Nothing here blocks: values go to the SoftDevice directly, which says when
 * its queue is full, where Bluefruit's notify and indicate would wait. */
#pragma once

#include <bluefruit.h>

#include "hsp_core.h"

namespace radio {

enum { QUEUE = 8, LARGEST_MTU = 247, CONTROL_BYTES = 20 };

/* A 128-bit UUID, little-endian as Bluefruit wants it. */
struct Uuid {
    uint8_t bytes[HSP_UUID_SIZE];
    explicit Uuid(hsp_uuid uuid) { hsp_uuid_bytes(uuid, bytes); }
};

struct Row {
    hsp_uuid uuid;
    uint8_t properties;
    SecureMode_t read, write; /* subscribing needs what reading needs */
    uint16_t most;
};
const Row TABLE[] = {
    {HSP_UUID_CONFIG, CHR_PROPS_READ | CHR_PROPS_NOTIFY, SECMODE_OPEN, SECMODE_NO_ACCESS, HSP_CONFIG_SIZE},
    {HSP_UUID_DATA, CHR_PROPS_NOTIFY, SECMODE_ENC_NO_MITM, SECMODE_NO_ACCESS, HSP_MAX_SENT_FRAME_SIZE},
    {HSP_UUID_CONTROL, CHR_PROPS_WRITE | CHR_PROPS_INDICATE, SECMODE_ENC_NO_MITM, SECMODE_ENC_NO_MITM, CONTROL_BYTES},
    {HSP_UUID_TIME_SYNC, CHR_PROPS_WRITE_WO_RESP | CHR_PROPS_NOTIFY, SECMODE_ENC_NO_MITM, SECMODE_ENC_NO_MITM,
     CONTROL_BYTES},
    {HSP_UUID_STATUS, CHR_PROPS_READ | CHR_PROPS_NOTIFY, SECMODE_ENC_NO_MITM, SECMODE_NO_ACCESS, HSP_STATUS_SIZE},
    {HSP_UUID_BACKFILL, CHR_PROPS_NOTIFY, SECMODE_ENC_NO_MITM, SECMODE_NO_ACCESS, HSP_MAX_SENT_FRAME_SIZE},
};
enum { ROWS = sizeof TABLE / sizeof TABLE[0] };

static hsp_core *core;
static BLECharacteristic characteristics[ROWS];
static BLEDis information;
static BLEBas battery_service;
static volatile uint16_t link_number;
static volatile bool unconfirmed;

inline BLECharacteristic &of(hsp_uuid uuid) {
    return characteristics[uuid - HSP_UUID_CONFIG];
}

inline void on_write(uint16_t, BLECharacteristic *to, uint8_t *bytes, uint16_t len) {
    hsp_core_on_write(core, to == &of(HSP_UUID_CONTROL) ? HSP_UUID_CONTROL : HSP_UUID_TIME_SYNC, bytes, len);
}

/* Everything that can change what `link` tells; in the task of the radio. */
inline void on_event(ble_evt_t *event) {
    if (event->header.evt_id == BLE_GAP_EVT_CONNECTED) {
        link_number = link_number + 1;
        unconfirmed = false;
    }
    if (event->header.evt_id == BLE_GATTS_EVT_HVC) unconfirmed = false;
    if (event->header.evt_id == BLE_GAP_EVT_AUTH_STATUS && !event->evt.gap_evt.params.auth_status.lesc) {
        const uint16_t handle = event->evt.gap_evt.conn_handle; /* legacy pairing can be listened to (X1) */
        if (BLEConnection *connection = Bluefruit.Connection(handle)) connection->removeBondKey();
        Bluefruit.disconnect(handle);
    }
    hsp_core_on_link(core);
}

inline void on_connect(uint16_t handle) {
    BLEConnection *connection = Bluefruit.Connection(handle);
    connection->requestPHY();
    connection->requestDataLengthUpdate();
    connection->requestMtuExchange(LARGEST_MTU);
}

inline void add(const Row &row) {
    const Uuid uuid(row.uuid);
    BLECharacteristic &made = of(row.uuid);
    made.setUuid(BLEUuid(uuid.bytes));
    made.setProperties(row.properties);
    made.setPermission(row.read, row.write);
    made.setMaxLen(row.most); /* a fixed length would send what is left of a longer value */
    if (row.properties & (CHR_PROPS_WRITE | CHR_PROPS_WRITE_WO_RESP)) made.setWriteCallback(on_write, false);
    made.begin();
}

inline void begin(hsp_core *of_core, const char *name) {
    const Uuid uuid(HSP_UUID_SERVICE);
    static BLEService service{BLEUuid(uuid.bytes)};
    core = of_core;
    Bluefruit.configPrphConn(LARGEST_MTU, BLE_GAP_EVENT_LENGTH_DEFAULT * 2, QUEUE,
                             BLE_GATTC_WRITE_CMD_TX_QUEUE_SIZE_DEFAULT);
    Bluefruit.begin(1, 0);
    Bluefruit.autoConnLed(false);
    Bluefruit.setName(name);
    Bluefruit.Security.setIOCaps(false, false, false);
    Bluefruit.Security.setMITM(false);
    Bluefruit.Periph.setConnectCallback(on_connect);
    Bluefruit.setEventCallback(on_event);
    Bluefruit.Advertising.restartOnDisconnect(false); /* the core says when */
    information.setModel("XIAO nRF52840 Sense");
    information.setFirmwareRev("hsp 1.0");
    information.setHardwareRev("1");
    information.begin(); /* its serial number is the chip's */
    battery_service.begin();
    service.begin();
    for (const Row &row : TABLE) add(row);
}

/* ---- Functions of the board ---- */

inline uint8_t subscriptions(uint16_t handle) {
    uint8_t bits = 0;
    for (const Row &row : TABLE) {
        if (of(row.uuid).getCccd(handle) != 0) bits |= (uint8_t)(1 << row.uuid);
    }
    return bits;
}

inline void link(void *, hsp_link *now) {
    const uint16_t handle = Bluefruit.connHandle();
    BLEConnection *connection = Bluefruit.Connection(handle);
    now->number = link_number;
    now->connected = connection != nullptr && connection->connected();
    if (!now->connected) return;
    now->encrypted = connection->secured();
    now->unconfirmed = unconfirmed;
    now->subscribed = subscriptions(handle);
    now->mtu = connection->getMtu();
    now->interval = connection->getConnectionInterval();
}

inline int send(void *, hsp_uuid uuid, const uint8_t *bytes, size_t len) {
    const bool indicated = uuid == HSP_UUID_CONTROL;
    uint16_t length = (uint16_t)len;
    ble_gatts_hvx_params_t value = {};
    value.handle = of(uuid).handles().value_handle;
    value.type = indicated ? BLE_GATT_HVX_INDICATION : BLE_GATT_HVX_NOTIFICATION;
    value.p_len = &length;
    value.p_data = bytes;
    unconfirmed = unconfirmed || indicated;
    const uint32_t status = sd_ble_gatts_hvx(Bluefruit.connHandle(), &value);
    if (status == NRF_SUCCESS) return HSP_SENT;
    if (indicated) unconfirmed = false;
    return status == NRF_ERROR_RESOURCES || status == NRF_ERROR_BUSY ? HSP_QUEUE_FULL : HSP_CANNOT_SEND;
}

inline void request_interval(void *, uint16_t min, uint16_t max) {
    const ble_gap_conn_params_t wanted = {min, max, 0, 400}; /* no latency; timeout 4 s in 10 ms */
    sd_ble_gap_conn_param_update(Bluefruit.connHandle(), &wanted);
}

inline void hang_up(void *) {
    Bluefruit.disconnect(Bluefruit.connHandle());
}

inline void advertise(uint16_t interval, const hsp_advert *advert) {
    uint8_t packet[HSP_ADVERT_PACKET_SIZE], response[HSP_SCAN_RESPONSE_SIZE];
    hsp_encode_advert_packet(advert, packet, sizeof packet);
    hsp_encode_scan_response(advert->id, response, sizeof response);
    Bluefruit.Advertising.stop();
    Bluefruit.Advertising.setData(packet, sizeof packet);
    Bluefruit.ScanResponse.setData(response, sizeof response);
    Bluefruit.Advertising.setInterval(interval, interval);
    Bluefruit.Advertising.start(0);
}

/* What a read gives. The SoftDevice keeps a notified value for reads too, also a cut one: so they are written again. */
inline void refresh(hsp_uuid uuid) {
    uint8_t bytes[HSP_STATUS_SIZE];
    of(uuid).write(bytes, (uint16_t)hsp_core_read(core, uuid, bytes, sizeof bytes));
}

} // namespace radio
