#!/bin/sh
# What dump-postgresql.sh wrote, into a server; what the server has under the same names is replaced. Then it is
# compared: the moment of the dump, and whether every table is there. Wants DUMPS, PGHOST, PGUSER and PGPASSWORD.
set -eu

fail() {
  echo "$1" >&2
  exit 1
}
ask() {
  psql --no-psqlrc --quiet --tuples-only --no-align --set=ON_ERROR_STOP=1 --dbname="$1"
}

export PGOPTIONS="--client-min-messages=warning"
[ -s "$DUMPS/sentinel" ] || fail "$DUMPS holds no dump that came to its end"
tries=0
until pg_isready --quiet; do
  tries=$((tries + 1))
  [ "$tries" -lt "${PATIENCE:-300}" ] || fail "the server did not answer within ${PATIENCE:-300} s"
  sleep 1
done
# Users that are there stay: their names are refused, and that is all.
psql --no-psqlrc --quiet --dbname=postgres --file="$DUMPS/roles.sql" >/dev/null 2>&1 || true
for dump in "$DUMPS"/*.dump; do
  database=$(basename "$dump" .dump)
  if [ "$database" = postgres ]; then
    pg_restore --clean --if-exists --exit-on-error --dbname=postgres "$dump"
  else
    echo "DROP DATABASE IF EXISTS \"$database\" WITH (FORCE)" | ask postgres
    # With its owner, and with what is said of the database itself.
    pg_restore --create --exit-on-error --dbname=postgres "$dump"
  fi
  kept=$(pg_restore --list "$dump" | grep -c ' TABLE DATA ' || true)
  there=$(echo "SELECT count(*) FROM pg_class WHERE relkind = 'r' AND relnamespace NOT IN (SELECT oid FROM pg_namespace WHERE nspname LIKE 'pg\\_%' OR nspname = 'information_schema')" | ask "$database")
  [ "$there" -ge "$kept" ] || fail "$database has $there tables after it was restored, and $kept were dumped"
  echo "$database: $there tables"
done
at=$(echo "SELECT at FROM sentinel" | ask homelab_backup)
[ "$at" = "$(cat "$DUMPS/sentinel")" ] || fail "the sentinel is of $at, and the dump of $(cat "$DUMPS/sentinel")"
echo "restored, as of $at"
