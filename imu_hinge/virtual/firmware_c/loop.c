/* Sizes and views of the core, for a caller that cannot read C headers. */
#include "hsp_core.h"

size_t loop_core_size(void);
int loop_state(const struct hsp_core *core);
uint64_t loop_pairing_until_us(const struct hsp_core *core);
uint64_t loop_quick_until_us(const struct hsp_core *core);

size_t loop_core_size(void) {
    return sizeof(struct hsp_core);
}

int loop_state(const struct hsp_core *core) {
    return (int)core->state;
}

uint64_t loop_pairing_until_us(const struct hsp_core *core) {
    return core->pairing_until_us;
}

uint64_t loop_quick_until_us(const struct hsp_core *core) {
    return core->quick_until_us;
}
