# shellcheck shell=bash
# Free loopback ports, reserved for as long as this process and its children live.

# listening PORT: does anything listen there, on any address?
listening() {
    awk -v port="$(printf '%04X' "$1")" \
        '$4 == "0A" && substr($2, length($2) - 3) == port { found = 1 } END { exit !found }' \
        /proc/net/tcp /proc/net/tcp6 2>/dev/null
}

# reserve_port NAME: sets the variable NAME to a port that is free, and locks it against other copies of ourselves.
# Chosen below the range from which the kernel gives ports to outgoing connections.
reserve_port() {
    local folder=/tmp/hiroba-ports candidate lock # of this machine, whatever each run calls its TMPDIR
    if [[ ! -d $folder ]]; then mkdir -m 1777 "$folder" 2>/dev/null || true; fi
    for _ in {1..200}; do
        candidate=$((20000 + RANDOM % 12000))
        listening "$candidate" && continue
        { exec {lock}>"$folder/$candidate"; } 2>/dev/null || continue
        if flock -n "$lock"; then
            printf -v "$1" '%s' "$candidate"
            return 0
        fi
        exec {lock}>&-
    done
    die no_free_port "no free loopback port between 20000 and 32000"
}
