# shellcheck shell=bash disable=SC2034
# A private MariaDB below $VAR, for tests and for trying the chain on it: own folder, own socket, own password.

# start_private_mariadb: starts it as the child "mariadb" and sets DATABASE to its address.
start_private_mariadb() {
    local folder=$VAR/mariadb password socket install_log=$LOG/mariadb-install.log
    local -a as_user=()
    [[ $EUID -ne 0 ]] || as_user=(--user=root)
    # A socket's path has room for 107 characters, which a folder below a long path may exceed.
    socket=$(mktemp -u "${TMPDIR:-/tmp}/hiroba-XXXXXXXX.sock")
    # A server that starts clears the folder of temporary tables, of other servers' tables too: each has its own.
    if [[ ! -d $folder/mysql ]]; then
        quietly "$install_log" mariadb-install-db --no-defaults "${as_user[@]}" --datadir="$folder" --tmpdir="$RUN" \
            --auth-root-authentication-method=normal --skip-test-db || die mariadb_failed "see $install_log"
    fi
    start mariadb mariadbd --no-defaults "${as_user[@]}" --datadir="$folder" --tmpdir="$RUN" --socket="$socket" \
        --skip-networking --pid-file="$RUN/mariadb.pid" \
        --thread-handling=pool-of-threads --thread-pool-stall-limit=10 \
        --character-set-server=utf8mb4 --collation-server=utf8mb4_bin --innodb-flush-log-at-trx-commit=1 \
        --innodb-buffer-pool-size=256M --max-connections=200
    for _ in {1..300}; do
        mariadb --no-defaults --socket="$socket" --user=root -e 'SELECT 1' >/dev/null 2>&1 && break
        alive mariadb || die mariadb_failed "MariaDB ended at once; see $LOG/mariadb.log"
        sleep 0.1
    done
    [[ -s $SECRETS/database_password ]] || secret "" database_password
    password=$(<"$SECRETS/database_password")
    mariadb --no-defaults --socket="$socket" --user=root <<SQL || die mariadb_failed "the database could not be made"
CREATE DATABASE IF NOT EXISTS hiroba CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE OR REPLACE USER 'hiroba'@'localhost' IDENTIFIED BY '$password';
GRANT ALL ON hiroba.* TO 'hiroba'@'localhost';
SQL
    DATABASE="mariadb:unix_socket=$socket user=hiroba db=hiroba password_file=$SECRETS/database_password"
}
