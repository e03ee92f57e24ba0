#include "hsp.h"

enum { AD_SERVICES = 0x07, AD_NAME = 0x09, AD_MAKER = 0xFF, COMPANY_SIZE = 2 };

enum { SERVICES_AT = 3, UUID_AT = 5, MAKER_AT = 21, ADVERT_AT = 25, UUID_NUMBER_AT = 12 };

/* The packet up to the sensor's own bytes: flags, our service, the company FFFF. */
static const uint8_t packet_head[ADVERT_AT] = {
    2,    0x01, 0x06, 17,   AD_SERVICES, 0x0C, 0xC3, 0xCE, 0xDA, 0x9A,     0x97, 0x4A, 0xBB,
    0x94, 0x41, 0xD0, 0xEC, 0x01,        0x00, 0xBE, 0x2D, 9,    AD_MAKER, 0xFF, 0xFF,
};

static const uint8_t name_head[] = {11, AD_NAME, 'H', 'I', 'N', 'G', 'E', '-'};

static void copy(const uint8_t *from, uint8_t *to, size_t count) {
    while (count-- > 0) *to++ = *from++;
}

void hsp_uuid_bytes(enum hsp_uuid uuid, uint8_t bytes[HSP_UUID_SIZE]) {
    copy(packet_head + UUID_AT, bytes, HSP_UUID_SIZE);
    bytes[UUID_NUMBER_AT] = (uint8_t)uuid;
}

/* The last whole element of a kind: its length, which counts what follows; its kind; its content. NULL without one. */
static const uint8_t *find_element(const uint8_t *bytes, size_t len, uint8_t kind) {
    const uint8_t *found = NULL;
    for (size_t at = 0; at < len && bytes[at] > 0 && bytes[at] < len - at; at += (size_t)bytes[at] + 1) {
        if (bytes[at + 1] == kind) found = bytes + at;
    }
    return found;
}

/* Whether an element is there and its content begins as that of ours, with `count` bytes. */
static bool begins_as(const uint8_t *element, const uint8_t *ours, size_t count) {
    if (element == NULL || element[0] < 1 + count) return false;
    for (size_t i = 2; i < 2 + count; i++) {
        if (element[i] != ours[i]) return false;
    }
    return true;
}

enum hsp_reason hsp_decode_advert_packet(const uint8_t *bytes, size_t len, struct hsp_advert *advert) {
    const uint8_t *services = find_element(bytes, len, AD_SERVICES), *maker = find_element(bytes, len, AD_MAKER);
    if (!begins_as(services, packet_head + SERVICES_AT, HSP_UUID_SIZE)) return HSP_TYPE;
    if (!begins_as(maker, packet_head + MAKER_AT, COMPANY_SIZE)) return HSP_SHORT;
    return hsp_decode_advert(maker + 2 + COMPANY_SIZE, maker[0] - 1u - COMPANY_SIZE, advert);
}

size_t hsp_encode_advert_packet(const struct hsp_advert *advert, uint8_t *bytes, size_t cap) {
    if (cap < HSP_ADVERT_PACKET_SIZE) return 0;
    copy(packet_head, bytes, ADVERT_AT);
    return ADVERT_AT + hsp_encode_advert(advert, bytes + ADVERT_AT, HSP_ADVERT_SIZE);
}

size_t hsp_encode_scan_response(uint16_t id, uint8_t *bytes, size_t cap) {
    if (cap < HSP_SCAN_RESPONSE_SIZE) return 0;
    copy(name_head, bytes, sizeof name_head);
    for (size_t at = HSP_SCAN_RESPONSE_SIZE; at > sizeof name_head; id >>= 4) {
        const uint8_t digit = id & 0xF;
        bytes[--at] = (uint8_t)(digit < 10 ? '0' + digit : 'A' - 10 + digit);
    }
    return HSP_SCAN_RESPONSE_SIZE;
}
