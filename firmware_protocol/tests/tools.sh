#!/bin/sh
# Names the Debian package of every tool that the checks need and that is not here; status 1 if there is any.
missing=""

need() { # need PACKAGE COMMAND...: the command succeeds when the package is here
    package=$1
    shift
    "$@" >/dev/null 2>&1 || missing="$missing $package"
}

newlib() {
    test "$(arm-none-eabi-gcc -print-file-name=rdimon.specs)" != rdimon.specs
}

fuzzer() {
    echo 'int LLVMFuzzerTestOneInput(const char *d, unsigned long n) { return d && n ? 0 : 0; }' |
        clang -fsanitize=fuzzer,address -x c - -o /dev/null
}

need gcc gcc --version
need g++ g++ --version
need clang clang --version
need libclang-rt-14-dev fuzzer
need gcc-arm-none-eabi arm-none-eabi-gcc --version
need libnewlib-arm-none-eabi newlib
need qemu-system-arm qemu-system-arm --version
need gcc-mips-linux-gnu mips-linux-gnu-gcc --version
need qemu-user qemu-mips --version
if [ -n "$missing" ]; then
    echo "tools: missing; install them with: apt-get install$missing"
    exit 1
fi
echo "tools: all here"
