/* Live frames on their way to the radio: cut, queued, dropped oldest first, F7. Indices are full ones. */
#ifndef HSP_LIVE_H
#define HSP_LIVE_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum { HSP_LIVE_FRAMES = 64 };

/* Samples of one frame. */
struct hsp_live_span {
    uint32_t first;
    uint32_t end;
};

/* Every sample of a run is sent once or counted in `drops`. */
struct hsp_live {
    struct hsp_live_span spans[HSP_LIVE_FRAMES]; /* a ring; those that wait begin at `oldest` */
    uint8_t most;                                /* frames that may wait, 1..HSP_LIVE_FRAMES */
    uint8_t oldest;
    uint8_t waiting;
    bool resumed;  /* the next frame says gap, whatever it follows */
    uint32_t cut;  /* the first sample that is in no frame yet */
    uint32_t sent; /* the sample after the last frame sent */
    uint32_t drops;
};

/* A new run; `most` frames may wait. */
void hsp_live_begin(struct hsp_live *live, uint8_t most);

/* Frames flow again, from sample `end` on. */
void hsp_live_resume(struct hsp_live *live, uint32_t end);

/* The run has samples up to `end`: cuts full frames of `batch`. */
void hsp_live_grow(struct hsp_live *live, uint32_t end, uint32_t batch);

/* The run is over: the frame that had begun goes out short. */
void hsp_live_flush(struct hsp_live *live, uint32_t end);

/* Samples up to `end` that are in no frame yet are not sent live. */
void hsp_live_skip(struct hsp_live *live, uint32_t end);

/* Nothing that waits is sent. */
void hsp_live_abandon(struct hsp_live *live);

/* The frame that is to be sent next, one of those that wait. */
const struct hsp_live_span *hsp_live_next(const struct hsp_live *live);

/* Whether what comes before the next frame was not sent. */
bool hsp_live_gap(const struct hsp_live *live);

/* The first `count` samples of the next frame were sent. */
void hsp_live_sent(struct hsp_live *live, uint32_t count);

#ifdef __cplusplus
}
#endif
#endif
