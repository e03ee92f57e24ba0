#!/usr/bin/env bash
# Runs a command in a virtual machine with the real Linux Bluetooth stack: kernel, bluetoothd, D-Bus. No adapter is needed.
#
#   tests/bluez/run.sh              runs the tests that need it
#   tests/bluez/run.sh COMMAND      runs COMMAND in a copy of this repository, for example "python3 -m bleak"
#
# Exit codes: the command's own; 2 this host cannot do it; 124 time limit; 125 the machine died without an answer.
# Settings, all optional, from the environment:
#   ACCEL=tcg|kvm    default: kvm where a short trial boot proves that it works, otherwise tcg (software emulation)
#   LIMIT_S=2400     seconds from power-on to the end of the command
#   MEMORY_MIB=1536  memory of the machine
#   SUITE=bookworm   Debian release in the machine; default: the host's
#   CACHE=DIR        where kernel, file system and packages are kept; default: cache/ beside this script
set -euo pipefail
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
ROOT=$(cd "$HERE/../.." && pwd)
CACHE=${CACHE:-$HERE/cache}
COPIED="pyproject.toml imu_hinge tests firmware_protocol"
TESTS="python3 -m pytest -p no:cacheprovider --ble-env=bluez tests/ble tests/bluez"
source "$HERE/cache.sh"

[ $# -le 1 ] || die "usage: run.sh [COMMAND]; quote the command as one word"
COMMAND=${1:-$TESTS}

# panic, oops and -no-reboot: a fault of the kernel ends the run at once instead of leaving a half-dead machine.
# cryptomgr.notests: the kernel's self-tests of its ciphers take 20 s in emulation. The rest of the second line saves time too.
ARGUMENTS="console=ttyS0 quiet loglevel=4 panic=-1 oops=panic rdinit=/init random.trust_cpu=on cryptomgr.notests=1
  mitigations=off nokaslr audit=0 apparmor=0 selinux=0"
# Emulated, the machine's clock counts its own instructions, one a nanosecond, and jumps over idle time: a loaded host makes
# a run long, but nothing in it late. "-cpu max" fails the kernel's cipher self-tests; plain qemu64 lacks what numpy needs.
declare -A PROCESSOR=(
  [tcg]="-accel tcg,thread=single,tb-size=512 -icount shift=0,sleep=off -cpu qemu64,+ssse3,+sse4.1,+sse4.2,+popcnt -smp 1"
  [kvm]="-accel kvm -cpu host -smp 2"
)

boot() {                                   # ACCEL LIMIT_S [KERNEL_ARGUMENT]: the console, until power-off
  timeout --foreground -k 5 "$2" qemu-system-x86_64 ${PROCESSOR[$1]} -M q35 -m "${MEMORY_MIB:-1536}" -nodefaults -display none \
    -no-reboot -kernel "$CACHE/vmlinuz" -initrd "$RUN/initrd" -append "$ARGUMENTS ${3:-}" -serial stdio </dev/null 2>&1
}

fastest() {                                # /dev/kvm may exist and not work, inside another machine: only a boot proves it
  if [ -w /dev/kvm ] && [[ "$(boot kvm 12 probe=1 || true)" == *VM_USERSPACE* ]]; then echo kvm; else echo tcg; fi
}

overlay() {                                # this run's own part of the file system: init, the repository, the command
  mkdir -p "$RUN/overlay/opt/repository"
  install -m 755 "$HERE/init" "$RUN/overlay/init"
  tar -C "$ROOT" --exclude=tests/bluez/cache -cf - $COPIED | tar -C "$RUN/overlay/opt/repository" -xf -
  printf '%s\n' "$COMMAND" > "$RUN/overlay/opt/command.sh"
  pack "$RUN/overlay" "$RUN/overlay.cpio.zst"
}

fill_cache
RUN=$(mktemp -d)
trap 'rm -rf "$RUN"' EXIT
overlay
cat "$CACHE"/{base,site,modules}.cpio.zst "$RUN/overlay.cpio.zst" > "$RUN/initrd"   # unpacked by the kernel in this order

ACCEL=${ACCEL:-$(fastest)}
[ -n "${PROCESSOR[$ACCEL]:-}" ] || die "ACCEL is tcg or kvm, not $ACCEL"
say "booting ($ACCEL)"
set +e
boot "$ACCEL" "${LIMIT_S:-2400}" | sed -u 's/\r$//' | tee "$RUN/console"
STATUS=${PIPESTATUS[0]}
set -e

CODE=$(sed -n 's/^VM_EXIT_CODE=\([0-9][0-9]*\)$/\1/p' "$RUN/console" | tail -n 1)
if [ -z "$CODE" ]; then
  CODE=125; [ "$STATUS" != 124 ] || CODE=124
  say "no answer from the machine (qemu ended with $STATUS)"
fi
say "exit code $CODE"
exit "$CODE"
