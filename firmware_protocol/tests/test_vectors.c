/* Every vector of hsp_v1.json that the codec can give: exit status 0 when all pass, 1 when any fails. */
#include "vectors.h"

#include <stdio.h>
#include <string.h>

static int is_as_said(const struct vector *v, const struct outcome *found) {
    return found->reason == v->reason && found->count == v->count && found->size == v->size &&
           memcmp(found->numbers, v->numbers, v->count * sizeof *v->numbers) == 0 &&
           memcmp(found->again, v->again, v->size) == 0;
}

int main(void) {
    static uint8_t again[MAX_AGAIN];
    static struct outcome found;
    const size_t count = sizeof vectors / sizeof *vectors;
    size_t passed = 0;
    found.again = again;
    found.cap = sizeof again;
    for (const struct vector *v = vectors; v < vectors + count; v++) {
        find_outcome(v->kind, v->bytes, v->len, v->given, &found);
        if (is_as_said(v, &found)) {
            passed++;
        } else {
            printf("%s: FAILED, %s\n", v->id, found.reason == HSP_ACCEPTED ? "accepted" : reason_name(found.reason));
        }
    }
    printf("%u of %u vectors pass\n", (unsigned)passed, (unsigned)count);
    return passed == count ? 0 : 1;
}
