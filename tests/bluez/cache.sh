# Sourced by run.sh: the parts of the machine that are built once and kept in $CACHE.
#
#   vmlinuz, modules.cpio.zst   Debian's kernel package, downloaded and unpacked, never installed
#   base.cpio.zst               a minimal Debian with D-Bus, BlueZ and Python
#   site.cpio.zst               the Python packages that pyproject.toml asks for
#
# A part is built again when what it was made from changes (its .key file), and is written whole or not at all.
PATH=$PATH:/usr/sbin:/sbin
HOST_SUITE=$(. /etc/os-release 2>/dev/null && echo "${VERSION_CODENAME:-}" || true)
SUITE=${SUITE:-$HOST_SUITE}
RUN_TOOLS="qemu-system-x86_64 cpio zstd"
BUILD_TOOLS="mmdebstrap depmod modprobe python3 pip"
DEBS="qemu-system-x86 cpio zstd mmdebstrap kmod python3 python3-pip ca-certificates"
GUEST_DEBS="dbus,bluez,python3,iproute2,procps"
# The driver of the virtual controller, then the ciphers that kernel and bluetoothd pair with. Nothing in the machine can
# load a module on demand; without drbg and its hashes there are no random numbers for the key exchange.
MODULES="hci_vhci cmac ecb aes_generic algif_hash algif_skcipher ccm hmac sha256_generic sha512_generic ctr drbg"

die() { echo "run.sh: $*" >&2; exit 2; }
say() { printf '[run.sh %4ds] %s\n' "$SECONDS" "$*"; }

fill_cache() {
  local packages
  if missing "$RUN_TOOLS" >/dev/null; then install_tools; fi
  mkdir -p "$CACHE"
  packages=$(guest_packages)
  fresh vmlinuz "$SUITE $MODULES"        || build kernel "$SUITE $MODULES" vmlinuz
  fresh base.cpio.zst "$SUITE $GUEST_DEBS" || build base "$SUITE $GUEST_DEBS" base.cpio.zst
  fresh site.cpio.zst "$SUITE $packages"  || build site "$SUITE $packages" site.cpio.zst "$packages"
}

guest_packages() {                         # requirements of the whole program and its tests, as pyproject.toml has them
  python3 - "$ROOT/pyproject.toml" <<'PYTHON' || die "this needs Python 3.11 or newer as python3"
import sys, tomllib
project = tomllib.load(open(sys.argv[1], "rb"))["project"]
extras = project["optional-dependencies"]
tests = [line for line in extras["dev"] if line.startswith(("pytest", "hypothesis"))]
print(*project["dependencies"], *extras["sim"], *tests)
PYTHON
}

fresh() {                                  # PART KEY: true if PART was built from KEY
  [ -s "$CACHE/$1" ] && [ "$(cat "$CACHE/$1.key" 2>/dev/null)" = "$2" ]
}

build() {                                  # NAME KEY PART [ARGUMENT...]
  local name=$1 key=$2 part=$3; shift 3
  if missing "$BUILD_TOOLS" >/dev/null; then install_tools; fi
  WORK=$CACHE/$name.work
  rm -rf "$WORK"; mkdir -p "$WORK"
  "build_$name" "$@"
  rm -rf "$WORK"
  echo "$key" > "$CACHE/$part.key"
  say "$name ready"
}

# --- tools of the host -----------------------------------------------------------------------------------------------------
missing() {                                # TOOLS: names those that are not there; false when all are
  local tool found=1
  for tool in $1; do
    case $tool in
      pip) python3 -m pip --version >/dev/null 2>&1 && continue ;;
      *) command -v "$tool" >/dev/null && continue ;;
    esac
    echo "$tool"; found=0
  done
  return $found
}

install_tools() {
  local tools; tools=$(missing "$RUN_TOOLS $BUILD_TOOLS" | tr '\n' ' ') || true
  check_debian "$tools"
  [ "$(id -u)" = 0 ] || die "missing: $tools. As root: apt-get install --no-install-recommends $DEBS"
  say "installing: $tools"
  apt-get -qq update
  DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends $DEBS >/dev/null
}

check_debian() {                           # TOOLS: what is missing
  [ "$(dpkg --print-architecture 2>/dev/null)" = amd64 ] && command -v apt-get >/dev/null && return
  die "this needs Debian on amd64 with apt, and root for the first run (missing: $1). Elsewhere: run it in a debian:12 container."
}

# --- the parts -------------------------------------------------------------------------------------------------------------
pack() {                                   # FOLDER ARCHIVE
  (cd "$1" && find . -print0 | cpio --null --create --format=newc --quiet) | zstd -q -T0 -3 -f -o "$2.part"
  mv "$2.part" "$2"
}

build_kernel() {
  local package version
  check_debian "a kernel package"
  [ -n "$(apt-cache show linux-image-amd64 2>/dev/null)" ] || apt-get -qq update
  package=$(apt-cache depends linux-image-amd64 | awk '/Depends: linux-image-[0-9]/ && !seen++ {print $2}')
  [ -n "$package" ] || die "apt knows no linux-image-amd64: this needs Debian's own package sources"
  (cd "$WORK" && apt-get -qq -o APT::Sandbox::User=root download "$package" && dpkg-deb -x ./*.deb tree)
  [ -d "$WORK/tree/lib/modules" ] || { mkdir -p "$WORK/tree/lib"; mv "$WORK/tree/usr/lib/modules" "$WORK/tree/lib/"; }
  version=$(ls "$WORK/tree/lib/modules")
  depmod -b "$WORK/tree" "$version"
  pick_modules "$version"
  pack "$WORK/pick" "$CACHE/modules.cpio.zst"
  cp "$WORK/tree/boot/vmlinuz-$version" "$CACHE/vmlinuz"
}

pick_modules() {                           # VERSION: the files and, in `order`, the sequence in which init loads them
  local module file name to=$WORK/pick/opt/modules
  mkdir -p "$to"
  for module in $MODULES; do
    modprobe -d "$WORK/tree" -S "$1" --show-depends "$module" | awk '/^insmod/ {print $2}'
  done | while read -r file; do
    name=$(basename "$file")
    [ -e "$to/$name" ] && continue
    cp "$file" "$to/$name"
    echo "$name" >> "$to/order"
  done
}

package_sources() {                        # the host's own, when the machine runs the host's release; else mmdebstrap's default
  local file
  [ "$SUITE" = "$HOST_SUITE" ] || return 0
  for file in /etc/apt/sources.list.d/debian.sources /etc/apt/sources.list; do
    if [ -s "$file" ]; then echo "$file"; return 0; fi
  done
}

build_base() {
  local root=$WORK/root
  [ "$(id -u)" = 0 ] || die "building the machine's file system needs root once; later runs do not"
  mmdebstrap --quiet --variant=minbase --mode=root --format=directory --include="$GUEST_DEBS" \
    --aptopt='Apt::Install-Recommends "false"' --dpkgopt='path-exclude=/usr/share/man/*' \
    --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
    "$SUITE" "$root" $(package_sources)
  rm -rf "$root"/var/cache/* "$root"/var/lib/apt/* "$root"/usr/share/zoneinfo "$root"/usr/share/i18n "$root"/usr/lib/*/gconv
  basename "$(readlink "$root/usr/bin/python3")" | sed 's/^python//' > "$CACHE/guest-python"
  pack "$root" "$CACHE/base.cpio.zst"
}

build_site() {                             # PACKAGES, for the machine's Python, which need not be the host's
  python3 -m pip install -q --disable-pip-version-check --root-user-action=ignore --only-binary=:all: \
    --python-version "$(cat "$CACHE/guest-python")" --target "$WORK/root/opt/site" $1
  pack "$WORK/root" "$CACHE/site.cpio.zst"
}
