/* HSP v1, the codec: bytes to values and back, for device and receiver. Normative text: PROTOCOL.md.
 *
 * Decoders judge in the order of PROTOCOL.md section 14, return HSP_ACCEPTED or the first reason against, never read
 * beyond `len`, and leave the value unusable when they refuse. Trailing bytes are ignored, except behind a frame.
 * Encoders return how many bytes they wrote; 0, and nothing written, for a value that has no bytes or more than `cap`.
 * Members stand in the order of their bytes.
 * No heap, no state, no libc, no floating point; every function may be called from anywhere. */
#ifndef HSP_H
#define HSP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum { HSP_MAJOR = 1, HSP_MINOR = 0 };

/* Bytes of each value, as encoded. */
enum {
    HSP_CONFIG_SIZE = 28,
    HSP_STATUS_SIZE = 36,
    HSP_SYNC_REQUEST_SIZE = 10,
    HSP_SYNC_REPLY_SIZE = 20,
    HSP_ADVERT_SIZE = 6,
    HSP_ADVERT_PACKET_SIZE = 31,
    HSP_SCAN_RESPONSE_SIZE = 12,
    HSP_UUID_SIZE = 16,
    HSP_MAX_REQUEST_SIZE = 10,
    HSP_MAX_REPLY_SIZE = 18,
    HSP_MAX_FRAME_SIZE = 496,     /* what a receiver accepts */
    HSP_MAX_SENT_FRAME_SIZE = 244 /* what a device sends, F2 */
};

/* Why bytes were refused, PROTOCOL.md section 14. */
enum hsp_reason {
    HSP_ACCEPTED, HSP_SHORT, HSP_VERSION, HSP_TYPE, HSP_CHARACTERISTIC, HSP_LENGTH, HSP_QUATERNION, HSP_COUNTER,
    HSP_TRUNCATED, HSP_VALUE, HSP_UNKNOWN_OP
};

/* Services and characteristics: the XXXX of the UUID base. */
enum hsp_uuid {
    HSP_UUID_SERVICE = 1, HSP_UUID_CONFIG, HSP_UUID_DATA, HSP_UUID_CONTROL, HSP_UUID_TIME_SYNC, HSP_UUID_STATUS,
    HSP_UUID_BACKFILL
};

/* The 128-bit UUID, little-endian as the radio sends it. */
void hsp_uuid_bytes(enum hsp_uuid uuid, uint8_t bytes[HSP_UUID_SIZE]);

/* ---- Data frames, section 6 ---- */

enum { HSP_MAX_SAMPLES = 40 };

/* Bits of the frame type. */
enum { HSP_WITH_QUATERNION = 1, HSP_OF_THE_PAST = 2 };

/* Bits of the frame's flags. */
enum { HSP_GAP = 1, HSP_ACC_CLIP = 2, HSP_GYR_CLIP = 4, HSP_LOW_BATTERY = 8, HSP_STILL = 16 };

/* One sample as the IMU gave it, LSB; x, y, z. */
struct hsp_sample {
    int16_t acc[3];
    int16_t gyr[3];
};

struct hsp_frame {
    uint8_t type;    /* 0..3: HSP_WITH_QUATERNION | HSP_OF_THE_PAST */
    uint8_t flags;   /* HSP_GAP and so on; bits 0..5 */
    uint16_t index;  /* of the first sample in its run, modulo 65536 */
    uint32_t t_us;   /* device time of the first sample, modulo 2^32 */
    int16_t quat[4]; /* w, x, y, z times 32767 after the last sample; meaningless without HSP_WITH_QUATERNION */
    uint8_t epoch;   /* Config epoch modulo 4; sent beside the flags */
    uint8_t count;   /* samples, 1..40; not sent, the length says it */
    struct hsp_sample samples[HSP_MAX_SAMPLES];
};

/* The frame that came on HSP_UUID_BACKFILL, or else on HSP_UUID_DATA. Refuses: short, version, type, characteristic,
 * length, quaternion. */
enum hsp_reason hsp_decode_frame(const uint8_t *bytes, size_t len, enum hsp_uuid characteristic,
                                 struct hsp_frame *frame);

/* 0 also for a type, flags, epoch or count outside its range. */
size_t hsp_encode_frame(const struct hsp_frame *frame, uint8_t *bytes, size_t cap);

/* ---- Config and Status, sections 5 and 11 ---- */

enum hsp_state { HSP_IDLE, HSP_STREAMING, HSP_BUFFERING, HSP_BUSY, HSP_FAULT };
enum hsp_role { HSP_ROLE_NONE, HSP_ROLE_SACRUM, HSP_ROLE_THORACIC };
enum { HSP_PERCENT_UNKNOWN = 255 };

/* Bits of Config.caps. */
enum {
    HSP_CAN_HAPTIC = 1, HSP_CAN_LED = 2, HSP_CAN_BACKFILL = 4, HSP_CAN_SELF_TEST = 8, HSP_CAN_TEMPERATURE = 16,
    HSP_CAN_BUTTON = 32, HSP_CAN_QUATERNION = 64, HSP_CAN_DFU = 128
};

struct hsp_config {
    uint8_t length; /* bytes as received; encoded is always HSP_CONFIG_SIZE */
    uint8_t major;
    uint8_t minor;
    uint8_t epoch;
    uint8_t role;        /* enum hsp_role, or unknown */
    uint8_t state;       /* enum hsp_state, or unknown */
    uint8_t batch;       /* samples per full frame */
    uint16_t acc_fs_mg;  /* full scale */
    uint16_t gyr_fs_dps; /* full scale */
    uint32_t acc_ng_per_lsb;
    uint32_t gyr_ndps_per_lsb;
    uint32_t odr_mhz; /* nominal */
    uint32_t caps;    /* HSP_CAN_... */
};

/* Refuses: short, version, length, truncated, value. */
enum hsp_reason hsp_decode_config(const uint8_t *bytes, size_t len, struct hsp_config *config);
size_t hsp_encode_config(const struct hsp_config *config, uint8_t *bytes, size_t cap);

/* Bits of Status.flags. */
enum {
    HSP_FLAG_LOW_BATTERY = 4, HSP_FLAG_CRITICAL_BATTERY = 8, HSP_FLAG_RING_OVERRUN = 16, HSP_FLAG_IMU_FAULT = 32,
    HSP_FLAG_BACKFILLING = 64, HSP_FLAG_BUTTON = 128
};

enum hsp_charge { HSP_CHARGE_UNKNOWN, HSP_DISCHARGING, HSP_CHARGING, HSP_FULL };
enum { HSP_TEMP_UNKNOWN = -32768 };

struct hsp_status {
    uint8_t length; /* bytes as received; encoded is always HSP_STATUS_SIZE */
    uint8_t flags;  /* HSP_FLAG_... */
    uint8_t battery_pct;
    uint8_t charge;       /* enum hsp_charge, or unknown */
    uint16_t battery_mv;  /* 0 unknown */
    int16_t temp_cc;      /* 0.01 degrees Celsius */
    uint32_t drops;       /* samples of this run not sent live */
    uint32_t ring_oldest; /* full index */
    uint32_t ring_newest; /* full index; ring_oldest - 1 when the ring is empty */
    uint64_t now_us;
    uint16_t conn_interval; /* 1.25 ms; 0 unknown */
    uint16_t mtu;
    uint16_t boot_id;
    uint16_t run;
};

/* Refuses: short, length, truncated. */
enum hsp_reason hsp_decode_status(const uint8_t *bytes, size_t len, struct hsp_status *status);
size_t hsp_encode_status(const struct hsp_status *status, uint8_t *bytes, size_t cap);

/* ---- Control, section 9 ---- */

enum hsp_op {
    HSP_START = 1, HSP_STOP, HSP_SET_RATE, HSP_IDENTIFY, HSP_HAPTIC, HSP_SET_ROLE, HSP_SELF_TEST, HSP_GYRO_BIAS,
    HSP_BACKFILL, HSP_BACKFILL_STOP, HSP_FORGET_BONDS, HSP_ENTER_DFU, HSP_SET_CONN
};

/* How a request ended; any other number is a failure without a name. */
enum hsp_answer {
    HSP_OK, HSP_NO_SUCH_OP, HSP_BAD_LENGTH, HSP_BAD_VALUE, HSP_NOT_NOW, HSP_WRONG_STATE, HSP_NOT_ENCRYPTED,
    HSP_NOT_IN_RING, HSP_HARDWARE
};

struct hsp_haptic {
    uint8_t pattern; /* 0 stop, 1 pulse, 2 double, 3 ramp */
    uint8_t strength;
    uint16_t on_ms;
    uint8_t repeat;
};

/* Samples `first` to `first + count - 1` of the run. */
struct hsp_span {
    uint32_t first;
    uint32_t count;
};

/* Connection interval, units of 1.25 ms. */
struct hsp_interval {
    uint16_t min;
    uint16_t max;
};

/* The member of `args` is that of the op; ops without arguments use none. */
struct hsp_request {
    uint8_t op; /* enum hsp_op */
    uint8_t txn;
    union {
        struct {
            uint16_t odr_hz; /* 0 keeps, as in all of SET_RATE */
            uint8_t batch;
            uint16_t acc_fs_mg;
            uint16_t gyr_fs_dps;
        } set_rate;
        uint8_t identify_s; /* 0 off */
        struct hsp_haptic haptic;
        uint8_t role; /* enum hsp_role */
        struct hsp_span backfill;
        struct hsp_interval interval;
    } args;
};

/* In the order of K4. Refuses: length, unknown_op, value. */
enum hsp_reason hsp_decode_request(const uint8_t *bytes, size_t len, struct hsp_request *request);

/* 0 also for an unknown op. */
size_t hsp_encode_request(const struct hsp_request *request, uint8_t *bytes, size_t cap);

#define HSP_NO_SAMPLE UINT32_MAX /* newest_index of a run without a sample */

/* The member of `result` is that of the op with HSP_OK, `ring` with HSP_NOT_IN_RING of BACKFILL, else none. */
struct hsp_reply {
    uint8_t op;
    uint8_t txn;
    uint8_t status; /* enum hsp_answer, or a failure without a name */
    union {
        struct {
            uint16_t run;
            uint32_t next_index;
            uint64_t now_us;
        } start;
        uint32_t newest_index; /* of STOP */
        struct {
            uint8_t epoch;
            uint8_t batch;
            uint32_t odr_mhz;
            uint16_t acc_fs_mg;
            uint16_t gyr_fs_dps;
        } set_rate;
        uint8_t epoch; /* of SET_ROLE */
        struct {
            uint8_t verdict; /* bit i: axis i passed; acc x y z, gyr x y z */
            int16_t acc_mg[3];
            int16_t gyr_dps[3];
        } self_test;
        struct {
            int16_t mean_16th_lsb[3];
            uint16_t spread_lsb[3];
        } gyro_bias;
        struct hsp_span backfill;
        struct {
            uint32_t oldest;
            uint32_t newest;
        } ring;
        struct hsp_interval interval;
    } result;
};

/* Refuses: short, type. */
enum hsp_reason hsp_decode_reply(const uint8_t *bytes, size_t len, struct hsp_reply *reply);
size_t hsp_encode_reply(const struct hsp_reply *reply, uint8_t *bytes, size_t cap);

/* ---- Time sync, section 10 ---- */

enum { HSP_HOLD_UNKNOWN = 65535 };

struct hsp_sync_request {
    uint8_t id;
    uint64_t t1; /* opaque to the device; the receiver's clock, ns */
};

/* Refuses: short, type; a device answers neither. */
enum hsp_reason hsp_decode_sync_request(const uint8_t *bytes, size_t len, struct hsp_sync_request *request);
size_t hsp_encode_sync_request(const struct hsp_sync_request *request, uint8_t *bytes, size_t cap);

struct hsp_sync_reply {
    uint8_t id;
    uint64_t t1;      /* as in the request */
    uint64_t t2_us;   /* device time when the request arrived */
    uint16_t hold_us; /* from t2 until the reply was handed to the radio */
};

/* Refuses: short, type, value. */
enum hsp_reason hsp_decode_sync_reply(const uint8_t *bytes, size_t len, struct hsp_sync_reply *reply);
size_t hsp_encode_sync_reply(const struct hsp_sync_reply *reply, uint8_t *bytes, size_t cap);

/* ---- Advertising, section 3 ---- */

struct hsp_advert {
    uint8_t major;
    uint8_t role;
    uint8_t battery_pct;
    uint8_t state;
    uint16_t id; /* low 16 bits of the chip's number */
};

/* The bytes after the company number. Refuses: short, version; the sensor is listed all the same, A2 and A3. */
enum hsp_reason hsp_decode_advert(const uint8_t *bytes, size_t len, struct hsp_advert *advert);
size_t hsp_encode_advert(const struct hsp_advert *advert, uint8_t *bytes, size_t cap);

/* A whole advertising packet. Refuses: type for one that does not carry our service, else as hsp_decode_advert. */
enum hsp_reason hsp_decode_advert_packet(const uint8_t *bytes, size_t len, struct hsp_advert *advert);
size_t hsp_encode_advert_packet(const struct hsp_advert *advert, uint8_t *bytes, size_t cap);

/* The local name HINGE-xxxx as scan response. */
size_t hsp_encode_scan_response(uint16_t id, uint8_t *bytes, size_t cap);

#ifdef __cplusplus
}
#endif
#endif
