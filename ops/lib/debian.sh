# shellcheck shell=bash
# Packages from Debian: looked up with dpkg first, so that a complete machine needs neither root nor network.

readonly POLICY_FILE=/usr/sbin/policy-rc.d

as_root() {
    if [[ $EUID -eq 0 ]]; then "$@"; else sudo -- "$@"; fi
}

# missing_packages GROUP…: the packages of these groups that dpkg does not know as installed.
missing_packages() {
    local wanted installed
    wanted=$(awk -v groups=" $* " '/^[^#]/ && index(groups, " " $1 " ") { print $2 }' "$HIROBA_ROOT/ops/packages.debian" | sort)
    # dpkg-query fails when one name is unknown to it, and that is just what we want to find out.
    # shellcheck disable=SC2086
    installed=$({ dpkg-query -W -f '${db:Status-Abbrev}${Package}\n' $wanted 2>/dev/null || true; } | awk '/^ii/ { print $2 }' | sort)
    comm -23 <(printf '%s\n' "$wanted") <(printf '%s\n' "$installed")
}

# While packages are installed, Debian asks this file before it starts a service; 101 means "no".
forbid_service_starts() {
    [[ -e $POLICY_FILE ]] && return 0
    printf '#!/bin/sh\nexit 101\n' | as_root tee "$POLICY_FILE" >/dev/null
    as_root chmod 755 "$POLICY_FILE"
    trap 'as_root rm -f "$POLICY_FILE"' EXIT
}

allow_service_starts() {
    [[ -n $(trap -p EXIT) ]] || return 0
    as_root rm -f "$POLICY_FILE"
    trap - EXIT
}

# Not started now, and not at the next boot either: with systemd, with SysV init, and where neither runs yet.
disable_service() {
    if [[ -d /run/systemd/system ]]; then as_root systemctl disable --now "$1" || true; fi
    as_root deb-systemd-helper disable "$1.service" || true
    as_root update-rc.d "$1" disable || true
} >/dev/null 2>&1

apt_install() {
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@"
}

install_debian_packages() {
    local missing package
    mapfile -t missing < <(missing_packages "$@")
    [[ ${#missing[@]} -gt 0 ]] || return 0
    [[ $(. /etc/os-release && printf '%s%s' "$ID" "${VERSION_ID:-}") == debian12 ]] ||
        say "warning: this is not Debian 12; package names and versions were chosen for it"
    [[ $EUID -eq 0 ]] || command -v sudo >/dev/null ||
        die needs_root "missing packages (${missing[*]}); run as root, or install sudo"

    step "installing from Debian: ${missing[*]}"
    forbid_service_starts
    # The first try uses the package lists that are there; only when they are missing or stale are they fetched.
    if ! apt_install "${missing[@]}"; then
        as_root apt-get update -q
        apt_install "${missing[@]}" || die install_failed "apt-get could not install: ${missing[*]}"
    fi
    for package in "${missing[@]}"; do
        case $package in
        haproxy) disable_service haproxy ;;
        mariadb-server) disable_service mariadb ;;
        nginx-light) disable_service nginx ;;
        esac
    done
    allow_service_starts
    mapfile -t missing < <(missing_packages "$@")
    [[ ${#missing[@]} -eq 0 ]] || die install_failed "still missing after the installation: ${missing[*]}"
}
