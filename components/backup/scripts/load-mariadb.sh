#!/bin/sh
# What dump-mariadb.sh wrote, into a server; what the server has under the same names is replaced. Then it is compared:
# the moment of the dump, and whether every table is there. Wants DUMPS, MYSQL_HOST and MYSQL_PWD.
set -eu

fail() {
  echo "$1" >&2
  exit 1
}
ask() {
  mariadb --user="${MYSQL_USER:-root}" --batch --skip-column-names "$@"
}

[ -s "$DUMPS/sentinel" ] || fail "$DUMPS holds no dump that came to its end"
tries=0
until ask --execute="SELECT 1" >/dev/null 2>&1; do
  tries=$((tries + 1))
  [ "$tries" -lt "${PATIENCE:-300}" ] || fail "the server did not answer within ${PATIENCE:-300} s"
  sleep 1
done
# Users that are there stay as they are.
ask --force <"$DUMPS/users.sql" 2>/dev/null || true
for dump in "$DUMPS"/*.dump; do
  database=$(basename "$dump" .dump)
  tail -n 1 "$dump" | grep -q 'Dump completed' || fail "the dump of $database breaks off before its end"
  ask --execute="DROP DATABASE IF EXISTS \`$database\`"
  ask <"$dump"
  kept=$(grep -c '^CREATE TABLE ' "$dump" || true)
  there=$(ask --execute="SELECT count(*) FROM information_schema.tables WHERE table_schema = '$database' AND table_type = 'BASE TABLE'")
  [ "$there" -ge "$kept" ] || fail "$database has $there tables after it was restored, and $kept were dumped"
  echo "$database: $there tables"
done
at=$(ask --execute="SELECT at FROM homelab_backup.sentinel")
[ "$at" = "$(cat "$DUMPS/sentinel")" ] || fail "the sentinel is of $at, and the dump of $(cat "$DUMPS/sentinel")"
echo "restored, as of $at"
