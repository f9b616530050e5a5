# shellcheck shell=bash disable=SC2034  # what is set here is used where it is sourced
# What the scripts share. Sourced, after `set -euo pipefail`, with the top folder as the working folder.

# On a terminal Swift colours its messages by a flag to the compiler, and a changed flag compiles everything again. Without
# colours the same products serve a terminal, a file and a pipe.
common_flags=(--no-color-diagnostics)

# Swift's library goes into both programs: there is none in the image, and one set of flags lets them share what is
# compiled. Symbols stay out. lld, which comes with the toolchain, because gold warns of mktemp inside Foundation. The
# folder of the checkout is no part of a program, so that two people get the same bytes. No program loads modules that look
# for its symbols, and without them what nobody calls goes too: 340 kB of the agent.
release_flags=(
    "${common_flags[@]}" --configuration release --static-swift-stdlib -Xlinker -s -Xswiftc -use-ld=lld
    -Xswiftc -file-prefix-map -Xswiftc "$PWD=." -Xlinker --script -Xlinker "$PWD/scripts/no-module-hash.ld"
    -Xlinker --no-export-dynamic
)

# Tests take debug builds. lld here too, because the default, gold, is no part of Debian 13's binutils.
test_flags=("${common_flags[@]}" -Xswiftc -warnings-as-errors -Xswiftc -use-ld=lld)

# The comment at the top of the running script, which may have been called by a path that holds no longer here.
usage() { sed -n '2,/^set/{/^#/!d;s/^# \{0,1\}//p}' "scripts/${0##*/}"; }

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
    grep -qx "# $part" scripts/packages.txt || fail "scripts/packages.txt has no part \"$part\""
    sed -n "/^# $part\$/,/^\$/p" scripts/packages.txt | sed 's/#.*//' | while read -r name; do
        [ -n "$name" ] || continue
        dpkg-query -W -f '${db:Status-Status}\n' "$name" 2>/dev/null | grep -qx installed || printf '%s\n' "$name"
    done
}

# Installs what is missing of the named parts of packages.txt; asks for nothing when nothing is missing.
install_packages() {
    local -a missing=() sudo=()
    local part names
    command -v dpkg-query >/dev/null ||
        fail "this script needs Debian 12 or 13, or Ubuntu; other systems: see scripts/packages.txt"
    for part; do
        names=$(missing_packages "$part")
        [ -z "$names" ] || mapfile -t -O ${#missing[@]} missing <<<"$names"
    done
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

# Swift on the path, able to run, and new enough.
check_swift() {
    local said version advice="Get it from https://www.swift.org/install/linux/
       (swiftly installs it for one user, without root), open a new shell and run this again."
    command -v swift >/dev/null || fail "Swift 6.1 or later is needed, and there is no swift on the path. $advice"
    said=$(swift --version 2>&1) ||
        fail "$(command -v swift) does not run; a library that it needs may be missing. It says:
$said"
    version=$(sed -n 's/.*Swift version \([0-9]*\.[0-9]*\).*/\1/p' <<<"$said" | head -n 1)
    [ "$(printf '6.1\n%s\n' "$version" | sort -V | head -n 1)" = 6.1 ] ||
        fail "Swift 6.1 or later is needed, and $(command -v swift) is ${version:-of an unknown version}. $advice"
}
