#!/bin/bash
# Fails when the agent's program has Foundation in it, which would add 50 MB to the image.
#   scripts/checks/check_no_foundation.sh AGENT OTHER
# OTHER is a program that does have it: if the marks of Foundation are not found there, they prove nothing in the agent.
set -euo pipefail

# Stripped programs keep the names of types and modules that reflection and messages need, and of the libraries that they
# load. Each mark is one of Foundation's parts, or of the library for languages that it brings along. (NSString, which Swift's
# own library names, is none.)
marks='FoundationEssentials|FoundationInternationalization|CFString|NSError|icudt[0-9]'

found() { { readelf --dynamic --wide "$1" | grep NEEDED; strings -a "$1"; } | grep -Eo "$marks|lib[_]*Foundation[A-Za-z]*\.so" | LC_ALL=C sort -u; }

agent=$1 other=$2
[ -s "$agent" ] && [ -s "$other" ] || { printf 'error: %s or %s does not exist\n' "$agent" "$other" >&2; exit 1; }
in_other=$(found "$other" || true)
[ "$(wc -l <<<"$in_other")" -ge 3 ] || {
    printf 'error: Foundation is not found in %s, where it is; the marks in %s no longer hold\n' "$other" "$0" >&2
    exit 1
}
in_agent=$(found "$agent" || true)
[ -z "$in_agent" ] || {
    printf 'error: %s has Foundation in it: %s\n' "$agent" "${in_agent//$'\n'/, }" >&2
    exit 1
}
