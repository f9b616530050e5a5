# What the scripts share. Sourced, after `set -euo pipefail`, with the top folder as the working folder.

# Swift's library goes into both programs: there is none in the image, and one set of flags lets them share what is
# compiled. Symbols stay out. lld, which comes with the toolchain, because gold warns of mktemp inside Foundation. The
# folder of the checkout is no part of a program, so that two people get the same bytes.
release_flags=(
    --configuration release --static-swift-stdlib -Xlinker -s -Xswiftc -use-ld=lld
    -Xswiftc -file-prefix-map -Xswiftc "$PWD=." -Xlinker --script -Xlinker "$PWD/scripts/no-module-hash.ld"
)

fail() {
    printf 'error: %s\n' "$*" >&2
    exit 1
}

# Runs a command as one step, with its title before and its duration after it.
step() {
    local title=$1 begin=$EPOCHREALTIME
    shift
    printf '%s …\n' "$title" >&2
    "$@" || fail "$title: failed; the lines above say why"
    LC_ALL=C awk -v title="$title" -v begin="$begin" -v end="$EPOCHREALTIME" \
        'BEGIN { printf "%s … [done] in %.1f s\n", title, end - begin > "/dev/stderr" }'
}

# The packages of one part of packages.txt that are not installed.
missing_packages() {
    local part=$1 name
    sed -n "/^# $part\$/,/^\$/p" scripts/packages.txt | sed 's/#.*//' | while read -r name; do
        [ -n "$name" ] || continue
        dpkg-query -W -f '${db:Status-Status}' "$name" 2>/dev/null | grep -qx installed || printf '%s\n' "$name"
    done
}

# Installs what is missing of the named parts of packages.txt; asks for nothing when nothing is missing.
install_packages() {
    local -a missing=() sudo=()
    local part
    command -v dpkg-query >/dev/null ||
        fail "this script needs Debian 12 or 13, or Ubuntu; other systems: see scripts/packages.txt"
    for part; do mapfile -t -O ${#missing[@]} missing < <(missing_packages "$part"); done
    [ ${#missing[@]} -gt 0 ] || return 0
    printf 'Installing Debian packages: %s\n' "${missing[*]}" >&2
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null ||
            fail "these packages are missing and there is no sudo; as root, run: apt-get install ${missing[*]}"
        sudo=(sudo)
    fi
    "${sudo[@]}" apt-get update -q >&2
    "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "${missing[@]}" >&2
}

check_swift() {
    local version
    version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9]*\.[0-9]*\).*/\1/p' | head -n 1)
    [ -n "$version" ] && [ "$(printf '6.1\n%s\n' "$version" | sort -V | head -n 1)" = 6.1 ] && return 0
    fail "Swift 6.1 or later is needed, and ${version:-none} is here. Get it from https://www.swift.org/install/linux/
       (swiftly installs it for one user, without root), open a new shell and run this again."
}
