# shellcheck shell=bash disable=SC2034
# Children that live and die together: each in its own process group (Ctrl-C reaches only us, and we stop them in
# order), each told by the kernel to end when we are killed.

declare -A CHILD_PID=()
STOP_REQUESTED=

# start NAME COMMAND…: output goes to $LOG/NAME.log.
start() {
    local name=$1
    shift
    setsid setpriv --pdeathsig TERM -- "$@" >>"$LOG/$name.log" 2>&1 </dev/null &
    CHILD_PID[$name]=$!
}

alive() { [[ -n ${CHILD_PID[$1]:-} ]] && kill -0 "${CHILD_PID[$1]}" 2>/dev/null; }

# stop NAME SIGNAL SECONDS: asks, waits, and only then insists.
stop() {
    local name=$1 signal=$2 deadline=$((SECONDS + $3))
    alive "$name" || return 0
    kill -s "$signal" "${CHILD_PID[$name]}" 2>/dev/null || true
    while alive "$name" && ((SECONDS < deadline)); do sleep 0.05; done
    if alive "$name"; then
        say "$name did not stop within $3 s; killed" >&2
        kill -s KILL -- "-${CHILD_PID[$name]}" 2>/dev/null || true
    fi
    wait "${CHILD_PID[$name]}" 2>/dev/null || true
    unset "CHILD_PID[$name]"
}

# first_dead: the name of a child that is no longer there, or nothing.
first_dead() {
    local name
    for name in "${!CHILD_PID[@]}"; do
        if ! alive "$name"; then
            printf '%s' "$name"
            return 0
        fi
    done
}
