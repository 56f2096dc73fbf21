#!/usr/bin/env bash
# A PostgreSQL cluster for tests, on a Unix socket only:
#   tools/test-postgres.sh start DIR   makes and starts it in DIR (made; must not be there), prints its connection URL
#   tools/test-postgres.sh stop DIR    stops it and removes DIR
# It doesn't sync to disk, as it is thrown away; NIBBI_TEST_FSYNC=on makes it, for measuring.
set -euo pipefail
bin=/usr/lib/postgresql/17/bin
say() { echo "test-postgres: $*" >&2; exit 2; }
[ $# -eq 2 ] || say "usage: $0 start|stop DIR"
verb=$1 dir=$(realpath -m "$2")
[ -x $bin/postgres ] || say "PostgreSQL 17 isn't installed (package postgresql-17)"

# The server refuses to run as root.
as_postgres() { if [ "$(id -u)" -eq 0 ]; then (cd / && runuser -u postgres -- "$@"); else "$@"; fi; }

case $verb in
  start)
    [ ! -e "$dir" ] || say "$dir is there already"
    [ ${#dir} -le 80 ] || say "$dir is too long a name for a socket"
    mkdir -m 700 -p "$dir"
    [ "$(id -u)" -ne 0 ] || chown postgres: "$dir"
    fsync=${NIBBI_TEST_FSYNC:-off}
    as_postgres $bin/initdb -D "$dir/data" -U postgres -A trust -E UTF8 --locale=C --no-sync >"$dir/initdb.log" 2>&1 ||
      { cat "$dir/initdb.log" >&2; say "initdb failed"; }
    as_postgres $bin/pg_ctl -D "$dir/data" -w -s -l "$dir/server.log" \
      -o "-k '$dir' -c listen_addresses='' -c fsync=$fsync -c shared_buffers=64MB -c max_connections=60" start >/dev/null ||
      { cat "$dir/server.log" >&2; say "the server didn't start"; }
    echo "postgresql://postgres@/postgres?host=$dir"
    ;;
  stop)
    [ -d "$dir/data" ] || say "there is no cluster in $dir"
    as_postgres $bin/pg_ctl -D "$dir/data" -w -s -m immediate stop || true
    rm -rf "$dir"
    ;;
  *) say "usage: $0 start|stop DIR" ;;
esac
