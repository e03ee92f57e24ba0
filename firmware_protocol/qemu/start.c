/* Start of a test on a bare Cortex-M in qemu: memory, main, and its status as the exit status of qemu. Debian has no
 * CMSIS package, so the vector table is here. */
#include <stdint.h>

extern uint32_t stack_top, data_begin, data_end, data_in_flash, bss_begin, bss_end;

int main(void);
void initialise_monitor_handles(void);
void reset(void);

enum { SYS_EXIT_EXTENDED = 0x20, APPLICATION_EXIT = 0x20026, FAULT_STATUS = 99 };

/* Semihosting: the plain SYS_EXIT cannot carry a status. */
static void leave(uint32_t status) {
    const uint32_t block[] = {APPLICATION_EXIT, status};
    register uint32_t operation __asm__("r0") = SYS_EXIT_EXTENDED;
    register const uint32_t *argument __asm__("r1") = block;
    __asm__ volatile("bkpt 0xAB" : : "r"(operation), "r"(argument) : "memory");
    for (;;) {
    }
}

static void fault(void) { leave(FAULT_STATUS); }

void reset(void) {
    const uint32_t *from = &data_in_flash;
    for (uint32_t *to = &data_begin; to < &data_end;) *to++ = *from++;
    for (uint32_t *to = &bss_begin; to < &bss_end;) *to++ = 0;
    initialise_monitor_handles();
    leave((uint32_t)main());
}

/* Reset, NMI, hard fault, and the three faults that only Cortex-M4 has. */
static const struct {
    uint32_t *stack;
    void (*handlers[6])(void);
} vectors __attribute__((section(".vectors"), used)) = {&stack_top, {reset, fault, fault, fault, fault, fault}};
