# shellcheck shell=bash
# Building what a town runs: the two programs and the front end. Quick when nothing has changed.

# build_preset PRESET TARGET…: configures once (ninja looks after changes itself), then builds.
build_preset() {
    local preset=$1
    shift
    if [[ ! -f $HIROBA_ROOT/build/$preset/build.ninja ]]; then
        (cd "$HIROBA_ROOT" && cmake --preset "$preset") || return 1
    fi
    ninja -C "$HIROBA_ROOT/build/$preset" "$@"
}

# What the front end is made of: its own files and the API contract.
frontend_hash() {
    (cd "$HIROBA_ROOT" && find frontend services/http/openapi.yaml ops/towns -type f -not -path '*/node_modules/*' \
        -not -path 'frontend/dist/*' -not -name '*.gen.ts' -print0 | sort -z | xargs -0 sha256sum | sha256sum | cut -d' ' -f1)
}

# with_frontend COMMAND…: in its folder, one at a time, because building and checking both write generated files.
with_frontend() {
    mkdir -p "$HIROBA_ROOT/.cache"
    (cd "$HIROBA_ROOT/frontend" && flock "$HIROBA_ROOT/.cache/frontend.lock" "$@")
}

# shells_of_town FOLDER PAGES: the built pages once more, with what their shells say of that town.
shells_of_town() {
    rm -rf "$2" && mkdir -p "$2" && cp -r "$HIROBA_ROOT/frontend/dist/." "$2" || return 1
    HIROBA_TOWN=$1 HIROBA_PAGES=$2 with_frontend node build/shells.mjs
}

build_frontend() {
    local stamp=$HIROBA_ROOT/.cache/frontend-built hash
    hash=$(frontend_hash)
    if [[ -d $HIROBA_ROOT/frontend/dist && -f $stamp && $(<"$stamp") == "$hash" ]]; then return 0; fi
    with_frontend env -u HIROBA_TOWN npm run --silent build || return 1 # the shells of Hoshimigawa
    printf '%s\n' "$hash" >"$stamp"
}
