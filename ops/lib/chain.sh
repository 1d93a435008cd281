# shellcheck shell=bash disable=SC2034
# (SC2034: many variables here are read by the templates only.)
# The whole chain of one town: nginx → queue → hiroba, with hiroba-sandbox beside it in the trial.
# ops/run and ops/chain set what they want and call start_chain, supervise_chain, stop_chain.
#   VAR       data folder                     PORT, ADDRESS  the front door
#   DATABASE  database URL, empty: SQLite below VAR, "mariadb": a private MariaDB below VAR
#   TRIAL     yes: plain HTTP and the sandbox; no: neither
#   PUBLIC_URL  what browsers call the front door, empty: http://localhost:PORT
#   BIN       folder of the programs          DIST  built front end

. "$HIROBA_ROOT/ops/lib/ports.sh"
. "$HIROBA_ROOT/ops/lib/processes.sh"
. "$HIROBA_ROOT/ops/lib/render.sh"
. "$HIROBA_ROOT/ops/lib/mariadb.sh"

secret() { # secret PREFIX NAME: a random one, made once, readable by us alone
    local file=$SECRETS/$2
    [[ -s $file ]] && return 0
    printf '%s%s' "$1" "$(od -An -N24 -tx1 /dev/urandom | tr -d ' \n')" >"$file"
}

# Of the town that TOWN names: one of ops/towns, or a folder.
town_folder() {
    local town=${TOWN:-hoshimigawa}
    [[ $town == */* ]] || town=$HIROBA_ROOT/ops/towns/$town
    realpath -m "$town"
}

prepare_folders() {
    umask 077   # a town's data is nobody else's business; nginx's workers only pass through
    VAR=$(realpath -m "$VAR")
    RUN=$VAR/run LOG=$VAR/log SECRETS=$VAR/secrets
    TOWN_FOLDER=$(town_folder)
    mkdir -p "$VAR" "$LOG" "$RUN/nginx/body" "$RUN/nginx/proxy" "$RUN/nginx/unused" "$SECRETS"
    chmod a+x "$VAR" "$RUN" "$RUN/nginx"
    exec {VAR_LOCK}>"$RUN/lock"
    flock -n "$VAR_LOCK" || die already_running "a town is already running on $VAR (HIROBA_VAR chooses another folder)"
    find "$LOG" -name '*.log' -size +50M -exec mv {} {}.old \;
    DESCRIPTION=$RUN/chain.json
    rm -rf "$DESCRIPTION" "$RUN"/nginx/*.conf "$RUN/nginx/cache"
    secret sk_test_ stripe_secret_key
    secret whsec_ stripe_webhook_secret
    if [[ $TRIAL == yes ]]; then
        secret a_ paypay_api_key
        secret '' paypay_api_secret
        secret m paypay_merchant_id
        secret '' paypay_webhook_token
    fi
}

require_free_front_door() {
    [[ $PORT =~ ^[1-9][0-9]{0,4}$ && $PORT -lt 65536 ]] || die bad_port "HIROBA_PORT is '$PORT', not a port"
    ! listening "$PORT" || die port_in_use "port $PORT is in use by another program; choose one with HIROBA_PORT=…"
}

# Open files decide how many connections fit: two for each (browser and queue).
size_by_open_files() {
    NOFILE=$(ulimit -Hn)
    if [[ $NOFILE == unlimited || $NOFILE -gt 65536 ]]; then NOFILE=65536; fi
    WORKER_CONNECTIONS=$((NOFILE < 16384 ? NOFILE - 128 : 16256))
    QUEUE_MAXCONN=$(((NOFILE - 200) / 2 < 8000 ? (NOFILE - 200) / 2 : 8000))
    ulimit -Sn "$NOFILE" 2>/dev/null || true
}

# nginx started by root gives its workers to another user: the one who owns the front end, so that they can read it.
nginx_user() {
    NGINX_USER=
    if [[ $EUID -eq 0 ]]; then NGINX_USER="user $(stat -c '%U %G' "$DIST");"; fi
}

render_configuration() {
    local part nginx=$HIROBA_ROOT/ops/nginx
    NGINX_MODULES="load_module \"${HIROBA_NGINX_MODULES:-/usr/lib/nginx/modules}/ngx_nchan_module.so\";"
    NGINX_MIME_TYPES=${HIROBA_NGINX_MIME_TYPES:-/etc/nginx/mime.types}
    load_limits
    size_by_open_files
    nginx_user
    for part in "$nginx"/parts/*.conf.in; do
        [[ $part == */trial-* && $TRIAL == no ]] || render "$part" "$RUN/nginx/$(basename "$part" .in)"
    done
    # "localhost" is ::1 first in many browsers.
    if [[ $ADDRESS == 127.0.0.1 && $(cat /proc/net/if_inet6 2>/dev/null) == *' lo'* ]]; then
        printf 'listen [::1]:%s backlog=4096;\n' "$PORT" >"$RUN/nginx/listen-ipv6.conf"
    fi
    render "$nginx/hiroba.conf.in" "$RUN/nginx.conf"
    render "$HIROBA_ROOT/ops/haproxy/hiroba.cfg.in" "$RUN/haproxy.cfg"
    quietly "$LOG/nginx-check.log" nginx -t -q -e "$LOG/nginx-error.log" -p "$RUN" -c "$RUN/nginx.conf" ||
        die configuration_broken "nginx does not accept its configuration"
    quietly "$LOG/haproxy-check.log" haproxy -c -q -f "$RUN/haproxy.cfg" ||
        die configuration_broken "haproxy does not accept its configuration"
}

prepare_database() {
    [[ $DATABASE != mariadb ]] || start_private_mariadb
    [[ -n $DATABASE ]] || DATABASE=sqlite:$VAR/hiroba.db
    prepare migrate
    # Nobody named a town: the example is for an empty database, and never in place of what was loaded.
    prepare town load ${ONLY_FIRST_TOWN:+--only-first} "$TOWN_FOLDER"
    prepare account load "$TOWN_FOLDER/demo_accounts.toml"
}

prepare() { # prepare WORD…: one command of hiroba on the database
    quietly "$LOG/prepare.log" "$BIN/hiroba" "$@" --database "$DATABASE" || die preparation_failed "hiroba $*"
}

start_programs() {
    local public=${PUBLIC_URL:-http://localhost:$PORT}
    local -a serve=(--database "$DATABASE" --listen "127.0.0.1:$SERVE_PORT" --public-url "$public"
        --push-url "http://127.0.0.1:$PUSH_PORT/publish/" --stripe-url "http://127.0.0.1:$SANDBOX_PORT"
        --paypay-url "http://127.0.0.1:$SANDBOX_PORT"
        --secrets "$SECRETS" --attachments "$VAR/attachments" --workers "$WORKERS")
    if [[ $TRIAL == yes ]]; then
        serve+=(--trial)
        # The payer reads whom he pays, as the town would have set it in the provider's dashboard.
        local -a payee=()
        mapfile -t payee < <(sed -nE '/^name = /{s/^name = \{ ja = "(.*)", en = "(.*)" \}.*/--merchant=\1\n--merchant-en=\2/p;q}' \
            "$TOWN_FOLDER/town.toml")
        start sandbox "$BIN/hiroba-sandbox" --listen "127.0.0.1:$SANDBOX_PORT" --public-url "$public/sandbox" \
            --webhook-url "http://127.0.0.1:$PORT/api/v1/webhooks/stripe" \
            --paypay-webhook-url "http://127.0.0.1:$PORT/api/v1/webhooks/paypay/" --state "$VAR/sandbox.json" --secrets "$SECRETS" \
            "${payee[@]}"
    fi
    start hiroba "$BIN/hiroba" serve "${serve[@]}"
    wait_until_healthy "127.0.0.1:$SERVE_PORT" || return 1
    start queue haproxy -db -f "$RUN/haproxy.cfg"
    start nginx nginx -e "$LOG/nginx-error.log" -p "$RUN" -c "$RUN/nginx.conf"
}

write_description() {
    local name pids=
    for name in "${!CHILD_PID[@]}"; do pids+="${pids:+,}\"$name\":${CHILD_PID[$name]}"; done
    cat >"$DESCRIPTION.new" <<JSON
{"url":"http://127.0.0.1:$PORT","publicUrl":"${PUBLIC_URL:-http://localhost:$PORT}","publishUrl":"http://127.0.0.1:$PUSH_PORT/publish/",
"queueUrl":"http://127.0.0.1:$QUEUE_PORT","serveUrl":"http://127.0.0.1:$SERVE_PORT","sandboxUrl":"http://127.0.0.1:$SANDBOX_PORT",
"database":"$DATABASE","var":"$VAR","log":"$LOG","secrets":"$SECRETS","trial":$([[ $TRIAL == yes ]] && echo true || echo false),
"pids":{$pids}}
JSON
    mv "$DESCRIPTION.new" "$DESCRIPTION"
}

# wait_until_healthy HOST:PORT: until /healthz answers 200 there.
wait_until_healthy() {
    local deadline=$((SECONDS + ${HIROBA_START_SECONDS:-30})) dead=
    while ((SECONDS < deadline)); do
        if [[ $(curl -s -o /dev/null -m 3 -w '%{http_code}' "http://$1/healthz") == 200 ]]; then return 0; fi
        dead=$(first_dead)
        [[ -z $dead && -z $STOP_REQUESTED ]] || break
        sleep 0.05
    done
    [[ -z $STOP_REQUESTED ]] || return 1
    if [[ -n $dead ]]; then
        say "$dead ended at the start; the end of $LOG/$dead.log:" >&2
        tail -n 20 "$LOG/$dead.log" >&2
        [[ $dead != nginx ]] || tail -n 5 "$LOG/nginx-error.log" >&2
    else
        say "not healthy after ${HIROBA_START_SECONDS:-30} s; the ends of the logs:" >&2
        tail -n 10 "$LOG"/*.log >&2
    fi
    return 1
}

# start_chain: 0 when /healthz answers 200 through the whole chain; otherwise all is stopped again.
start_chain() {
    trap 'STOP_REQUESTED=yes' INT TERM HUP
    trap 'stop_chain' EXIT
    PROBE=$ADDRESS
    [[ $ADDRESS != 0.0.0.0 ]] || PROBE=127.0.0.1
    local name
    for name in QUEUE_PORT SERVE_PORT PUSH_PORT SANDBOX_PORT; do reserve_port "$name"; done
    prepare_folders
    render_configuration
    prepare_database
    start_programs || return 1
    wait_until_healthy "$PROBE:$PORT" || return 1
    write_description
}

# supervise_chain: returns 0 when asked to stop (by a signal, or because the child "caller" ended), 1 when a child that
# should live has died (unless TOLERANT is "yes": then the others go on without it).
supervise_chain() {
    local dead tick=
    while [[ -z $STOP_REQUESTED && ${#CHILD_PID[@]} -gt 0 ]]; do
        dead=$(first_dead)
        if [[ -z $dead ]]; then
            # Who dies between the look and the wait is waited for in vain: look again before long.
            if ! kill -0 "${tick:-none}" 2>/dev/null; then
                sleep 2 {VAR_LOCK}>&- &
                tick=$!
            fi
            wait -n 2>/dev/null || true
            continue
        fi
        [[ $dead != caller ]] || return 0
        [[ -z $STOP_REQUESTED ]] || return 0
        if [[ ${TOLERANT:-no} == yes ]]; then
            unset "CHILD_PID[$dead]"
            continue
        fi
        say "$dead ended unexpectedly; stopping the rest. The end of $LOG/$dead.log:" >&2
        tail -n 20 "$LOG/$dead.log" >&2
        return 1
    done
}

# In the order in which requests come: nobody new is let in, what is under way is answered.
stop_chain() {
    trap '' INT TERM HUP
    stop nginx QUIT 8
    stop queue USR1 8
    stop hiroba TERM 30
    stop sandbox TERM 10
    stop mariadb TERM 30
    stop caller TERM 1
    [[ -z ${DESCRIPTION:-} ]] || rm -f "$DESCRIPTION"
    trap - EXIT
}
