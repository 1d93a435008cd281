# shellcheck shell=bash
# Fills the templates of ops/nginx and ops/haproxy: @NAME@ becomes the value of the shell variable NAME.

# load_limits: the numbers of ops/nginx/limits.sh, each replaceable by HIROBA_LIMIT_<its name>.
load_limits() {
    local name override
    . "$HIROBA_ROOT/ops/nginx/limits.sh"
    while IFS= read -r name; do
        override=HIROBA_LIMIT_$name
        if [[ -n ${!override:-} ]]; then printf -v "$name" '%s' "${!override}"; fi
    done < <(sed -n 's/^\([A-Z_]*\)=.*/\1/p' "$HIROBA_ROOT/ops/nginx/limits.sh")
}

# render TEMPLATE TARGET
render() {
    local text name
    text=$(<"$1")
    while [[ $text =~ @([A-Z_]+)@ ]]; do
        name=${BASH_REMATCH[1]}
        [[ -v $name ]] || die template_broken "$1 speaks of @$name@, which nobody sets"
        text=${text//"@$name@"/"${!name}"}
    done
    printf '%s\n' "$text" >"$2"
}
