# shellcheck shell=bash
# What every script of ops/ begins with: where things lie, and how it speaks. Source it; it starts nothing.
set -euo pipefail

HIROBA_ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
export HIROBA_ROOT
# nginx, haproxy and mariadbd lie in sbin, which Debian keeps out of an ordinary user's PATH.
export PATH="$HIROBA_ROOT/.tools/node/node_modules/.bin:$PATH:/usr/local/sbin:/usr/sbin:/sbin"

say() { printf '%s\n' "$*"; }
step() { printf '\033[1m==>\033[0m %s\n' "$*"; }

# die CODE SENTENCE…: every refusal has a name to look up and a sentence to read.
die() {
    local code=$1
    shift
    printf '%s: %s\n' "$code" "$*" >&2
    exit 1
}

# contains WORD LIST…: is WORD one of LIST?
contains() {
    local wanted=$1 word
    shift
    for word in "$@"; do [[ $word == "$wanted" ]] && return 0; done
    return 1
}

# quietly LOG COMMAND…: the command's output goes to LOG and is shown only when it fails.
quietly() {
    local log=$1
    shift
    mkdir -p "$(dirname "$log")"
    if "$@" >"$log" 2>&1; then return 0; fi
    tail -n 60 "$log" >&2
    printf '(the whole output: %s)\n' "$log" >&2
    return 1
}
