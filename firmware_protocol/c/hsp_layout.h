/* The bytes of every value of HSP, and the two functions that walk them. Private to hsp.c. */
#ifndef HSP_LAYOUT_H
#define HSP_LAYOUT_H

#include "hsp.h"

/* The bytes of a value as a string: a digit for each number of so many bytes, x for a byte that carries none.
 * The structs of hsp.h have the same numbers in the same order, so that one string serves both directions. */
#define HEADER "1124"
#define QUATERNION "2222"
#define SAMPLE "222222"
#define REQUEST "11"
#define NOT_IN_RING "44"

/* Before the layout of a whole value stands the byte that it always begins with. */
#define CONFIG "\x1C" "1111111x224444"
#define STATUS "\x24" "11112244482222"
#define SYNC_REQUEST "\x01" "x18"
#define SYNC_REPLY "\x81" "x1882"
#define REPLY "\x80" "x111"
#define ADVERT "\x01" "11112"

/* Layouts of what each operation takes and what it answers when done; an operation is a line. */
static const char operations[] =
    ""      "\0" "248"     "\0" /* START */
    ""      "\0" "4"       "\0" /* STOP */
    "21x22" "\0" "11422"   "\0" /* SET_RATE */
    "1"     "\0" ""        "\0" /* IDENTIFY */
    "1121"  "\0" ""        "\0" /* HAPTIC */
    "1"     "\0" "1"       "\0" /* SET_ROLE */
    ""      "\0" "1222222" "\0" /* SELF_TEST */
    ""      "\0" "222222"  "\0" /* GYRO_BIAS */
    "44"    "\0" "44"      "\0" /* BACKFILL */
    ""      "\0" ""        "\0" /* BACKFILL_STOP */
    ""      "\0" ""        "\0" /* FORGET_BONDS */
    ""      "\0" ""        "\0" /* ENTER_DFU */
    "22"    "\0" "22"      "\0" /* SET_CONN */;

static size_t size_of(char digit) { return digit == 'x' ? 1 : (size_t)(digit - '0'); }

/* Bytes of a layout. */
static size_t total(const char *layout) {
    size_t bytes = 0;
    while (*layout != '\0') bytes += size_of(*layout++);
    return bytes;
}

/* Where a number of `size` bytes stands in a struct whose members so far end at `end`: at a multiple of its size, only
 * that some machines align 8 bytes to 4. */
static size_t aligned(size_t end, size_t size) {
    struct widest {
        char before;
        uint64_t number;
    };
    const size_t step = size == sizeof(uint64_t) ? offsetof(struct widest, number) : size;
    return (end + step - 1) & ~(step - 1);
}

/* Where this machine keeps byte `i` of a number, the least one being 0. */
static size_t place(size_t i, size_t size) {
    const uint16_t one = 1;
    const bool least_first = *(const uint8_t *)&one == 1;
    return least_first ? i : size - 1 - i;
}

/* Reads a layout from bytes that are long enough; returns where they end. */
static const uint8_t *read_layout(const char *layout, const uint8_t *bytes, void *value) {
    uint8_t *member = (uint8_t *)value;
    size_t at = 0;
    for (; *layout != '\0'; layout++) {
        const size_t size = size_of(*layout);
        if (*layout != 'x') {
            at = aligned(at, size);
            for (size_t i = 0; i < size; i++) member[at + place(i, size)] = bytes[i];
            at += size;
        }
        bytes += size;
    }
    return bytes;
}

/* Writes a layout to bytes that are long enough; returns where they end. */
static uint8_t *write_layout(const char *layout, const void *value, uint8_t *bytes) {
    const uint8_t *member = (const uint8_t *)value;
    size_t at = 0;
    for (; *layout != '\0'; layout++) {
        const size_t size = size_of(*layout);
        bytes[0] = 0;
        if (*layout != 'x') {
            at = aligned(at, size);
            for (size_t i = 0; i < size; i++) bytes[i] = member[at + place(i, size)];
            at += size;
        }
        bytes += size;
    }
    return bytes;
}

#endif
