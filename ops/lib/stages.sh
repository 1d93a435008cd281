# shellcheck shell=bash disable=SC2154
# (SC2154: "selected" is set by ops/test.)
# The stages of ops/test. The list is fixed: a stage whose files are missing fails, it is not passed over.

readonly FIRST_LANE=(format layers shell)
readonly COMPILING_LANE=(build unit asan tsan)
readonly ASKING_LANE=(frontend api http providers race galera browser tidy)
readonly LAST_LANE=(bench)
readonly ALL_STAGES=("${FIRST_LANE[@]}" "${COMPILING_LANE[@]}" "${ASKING_LANE[@]}" "${LAST_LANE[@]}")
readonly NEED_BUILD=(unit http providers race galera browser tidy bench)
readonly LOGS=$HIROBA_ROOT/build/logs RESULTS=$HIROBA_ROOT/build/logs/results
# What a line of a log looks like when it says what is wrong.
readonly OFFENCE='ERROR:|error:|✖|✘|FAILED|\*\*\*Failed|\*\*\*Timeout|ThreadSanitizer|AddressSanitizer|runtime error'
export NO_COLOR=1 REDOCLY_TELEMETRY=off REDOCLY_SUPPRESS_UPDATE_NOTICE=true PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1

list_stages() {
    cat <<'TEXT'
format    every C++ file is formatted by .clang-format
layers    no include goes against the arrows of the architecture, every test that a table names is there, and both
          checks can fail
shell     every script is sound (shellcheck)
build     the release build of programs and tests, and the front end
unit      every C++ test of the release build, random use cases on both databases among them
asan      unit, document, HTTP, payment and database tests, and on SQLite the use cases, under AddressSanitizer and
          UndefinedBehaviorSanitizer
tsan      HTTP and database tests under ThreadSanitizer
frontend  type check, message catalogues and unit tests of the front end
api       the API contract is sound
http      the whole chain from outside: limits, push, micro-cache, contract, refusals
providers the official clients of the payment providers drive the sandbox, and judge what we send and accept
race      clients race for the same slots, and do by chance whatever they can, on SQLite and on MariaDB
galera    the same on a real cluster of three nodes that are killed, shut down and cut off; random use cases on it
browser   the whole story in a browser, with the keyboard, on a phone
tidy      clang-tidy on our sources
bench     measures, and prints a table; never fails because something was slow
TEXT
}

# use_memory: what the tests write lies in memory, where there is enough, because most of them wait for the disk longer
# than they compute. The few that ask what a disk has kept take a folder on one themselves.
use_memory() {
    local needed_mb=6000 allowed_mb free_mb
    free_mb=$(awk '/^MemAvailable:/ { print int($2 / 1024) }' /proc/meminfo)
    if [[ -n ${TMPDIR:-} || $free_mb -lt $((2 * needed_mb)) ]]; then return 0; fi
    allowed_mb=$(df --output=avail --block-size=1M /dev/shm 2>/dev/null | tail -n 1) || true
    if [[ -w /dev/shm && ${allowed_mb:-0} -ge $needed_mb ]]; then
        IN_MEMORY=$(mktemp -d /dev/shm/hiroba-test.XXXXXX)
    else # a container's /dev/shm is small
        IN_MEMORY=$(mktemp -d /tmp/hiroba-memory.XXXXXX)
        if ! mount -t tmpfs -o "size=${needed_mb}m" tmpfs "$IN_MEMORY" 2>/dev/null; then
            rmdir "$IN_MEMORY"
            IN_MEMORY=
            return 0
        fi
    fi
    chmod 1777 "$IN_MEMORY" # as /tmp: the servers of a cluster run as a user of their own
    export TMPDIR=$IN_MEMORY
    trap forget_memory EXIT
}

leave_memory() { if [[ -n ${IN_MEMORY:-} ]]; then unset TMPDIR; fi; }

forget_memory() {
    if mountpoint --quiet "$IN_MEMORY"; then umount --lazy "$IN_MEMORY"; fi
    rm -rf "$IN_MEMORY"
}

cpp_sources() {
    find domain payments persistence services tests -type f \( -name '*.cpp' -o -name '*.hpp' \) -not -path '*/node_modules/*' -print0
}

stage_format() {
    cpp_sources | xargs -0 clang-format-16 --dry-run -Werror
}

stage_layers() {
    ops/check-layers
    ops/check-layers --prove
    ops/check-named-tests
    ops/check-named-tests --prove
}

stage_shell() {
    local scripts
    mapfile -t scripts < <(find ops tests .ci -type f -not -path '*/node_modules/*' -exec grep -lE '^#!.*\bbash|^# shellcheck shell' {} +)
    shellcheck "${scripts[@]}"
}

stage_build() {
    build_preset release
    build_frontend
}

# run_ctest PRESET PATTERN: verbose, so that the counts of each program stand in the log; two at a time, because most of
# them wait for a disk.
run_ctest() {
    ctest --preset "$1" --verbose --no-tests=error --parallel 2 --timeout 3000 -R "$2"
}

stage_unit() { run_ctest release .; }

stage_asan() {
    export ASAN_OPTIONS=detect_stack_use_after_return=1 UBSAN_OPTIONS=print_stacktrace=1
    export LSAN_OPTIONS=suppressions=$HIROBA_ROOT/ops/sanitizers/lsan.supp:print_suppressions=0
    build_preset asan documents_tests unit_tests payments_tests http_tests database_tests service_tests
    run_ctest asan '^(documents|unit|payments|http|database)_tests$'
    # What differs from engine to engine lies in persistence, whose tests ran on both.
    HIROBA_TEST_ENGINES=sqlite run_ctest asan '^service_tests$'
}

stage_tsan() {
    export TSAN_OPTIONS="suppressions=$HIROBA_ROOT/ops/sanitizers/tsan.supp:second_deadlock_stack=1"
    build_preset tsan http_tests database_tests
    # Newer kernels move programs further about in memory than g++ 12's ThreadSanitizer can follow.
    setarch "$(uname -m)" -R true && set -- setarch "$(uname -m)" -R
    "$@" ctest --preset tsan --verbose --no-tests=error --timeout 900 -R '^(http|database)_tests$'
}

stage_frontend() {
    with_frontend bash -c 'npm run generate && npm run typecheck && npm run lint:messages && npm test'
}

stage_api() { (cd frontend && npm run lint:api); }

node_tests() { # node_tests FOLDER
    local files
    mapfile -t files < <(find "$1" -maxdepth 1 -name '*.test.mjs' | sort)
    [[ ${#files[@]} -gt 0 ]] || die no_tests "there is no test in $1"
    node --test --test-concurrency=1 --test-reporter=spec "${files[@]}"
}

# Tests that need a cluster are left out of the stage "unit" by their configuration.
stage_galera() { ctest --preset release -C galera --verbose --no-tests=error --timeout 600 -R '^galera_'; }

stage_http() { node_tests tests/http; }
stage_providers() { node_tests tests/providers; }
stage_race() { node_tests tests/race; }
stage_browser() { (cd tests/browser && npm run typecheck && npm test); }
stage_tidy() { node ops/lib/tidy.mjs; }
stage_bench() { tests/bench/run --smoke; }

# How long a stage may take, in seconds.
stage_limit() {
    case $1 in
    build | unit | tsan | galera) echo 1800 ;;
    browser) echo 2700 ;; # one after the other, on pages that a slow machine draws
    tidy) echo 3600 ;; # looks at everything that includes a header that has changed
    asan) echo 4500 ;; # compiles most programs again
    *) echo 1500 ;;
    esac
}

# count_tests LOG: "passed failed", as the test programs themselves say (doctest, Node, vitest, Playwright).
count_tests() {
    awk '
        { gsub(/\033\[[0-9;]*m/, "") }
        /^[0-9]+: \[doctest\] test cases:/ { for (i = 1; i < NF; ++i) { if ($(i + 1) == "passed") p += $i; if ($(i + 1) == "failed") f += $i } }
        /^(ℹ|#) pass [0-9]+$/ { p += $3 }
        /^(ℹ|#) fail [0-9]+$/ { f += $3 }
        /^ +Tests +[0-9]/ { for (i = 1; i < NF; ++i) { if ($(i + 1) == "passed") p += $i; if ($(i + 1) == "failed") f += $i } }
        /^ +[0-9]+ passed \(/ { p += $1 }
        /^ +[0-9]+ failed$/ { f += $1 }
        END { print p + 0, f + 0 }' "$1"
}

wait_for_build() { # until the other lane has built, or has failed to
    while [[ ! -f $RESULTS/build ]]; do sleep 0.5; done
    [[ $(cut -d' ' -f1 "$RESULTS/build") == ok ]]
}

run_lane() {
    local stage
    trap 'kill -- "${RUNNING:-}" 2>/dev/null; exit 130' TERM
    for stage in "$@"; do
        if ! contains "$stage" "${selected[@]}"; then continue; fi
        run_stage "$stage"
    done
    trap - TERM
}

# run_stage STAGE: leaves "ok|failed seconds passed failed" in $RESULTS/STAGE.
run_stage() {
    local stage=$1 log=$LOGS/$1.log began=$SECONDS verdict=ok passed failed
    if contains "$stage" "${NEED_BUILD[@]}" && ! wait_for_build; then
        printf 'not run: the build failed\n' >"$log"
        verdict=failed
    else
        began=$SECONDS
        timeout --kill-after=20 "$(stage_limit "$stage")" "$HIROBA_ROOT/ops/test" --stage "$stage" >"$log" 2>&1 </dev/null &
        RUNNING=$!
        wait "$RUNNING" || verdict=failed
        RUNNING=
    fi
    read -r passed failed < <(count_tests "$log")
    if [[ $verdict == failed && $failed -eq 0 ]]; then failed=1; fi
    if [[ $verdict == ok && $passed -eq 0 ]]; then passed=1; fi
    printf '%s %s %s %s\n' "$verdict" "$((SECONDS - began))" "$passed" "$failed" >"$RESULTS/$stage.new"
    mv "$RESULTS/$stage.new" "$RESULTS/$stage"
    say "$(printf '%-9s %-7s %4d s' "$stage" "$verdict" "$((SECONDS - began))")"
    if [[ $verdict == failed ]]; then
        { grep -nE "$OFFENCE" "$log" | head -n 25; echo ...; tail -n 15 "$log"; } | cut -c1-300 | sed "s/^/  $stage | /"
        say "  (all of it: $log)"
    fi
    if [[ $stage == bench ]]; then cat "$log"; fi
}

summarize() { # summarize SECONDS: the table, and the line that counts
    local stage verdict seconds passed failed all_passed=0 all_failed=0
    printf '\n%-10s %-8s %8s %8s %8s\n' stage result seconds passed failed
    for stage in "${ALL_STAGES[@]}"; do
        if ! contains "$stage" "${selected[@]}"; then continue; fi
        read -r verdict seconds passed failed <"$RESULTS/$stage"
        printf '%-10s %-8s %8d %8d %8d\n' "$stage" "$verdict" "$seconds" "$passed" "$failed"
        all_passed=$((all_passed + passed)) all_failed=$((all_failed + failed))
        if [[ $verdict == failed && $failed -eq 0 ]]; then all_failed=$((all_failed + 1)); fi
    done
    printf 'total time: %d min %02d s\n' $(($1 / 60)) $(($1 % 60))
    printf 'tests: %d passed, %d failed\n' "$all_passed" "$all_failed"
    [[ $all_failed -eq 0 ]]
}
