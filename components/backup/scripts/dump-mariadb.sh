#!/bin/sh
# Every database of a server, each in a file of its own, and who its users are. Runs in the server's own image. Wants
# DUMPS, MYSQL_HOST and MYSQL_PWD, as its programs call them.
set -eu

now=$(date -u +%Y-%m-%dT%H:%M:%SZ)
ask() {
  mariadb --user="${MYSQL_USER:-root}" --batch --skip-column-names "$@"
}
dump() {
  mariadb-dump --user="${MYSQL_USER:-root}" --host="$MYSQL_HOST" --single-transaction --quick "$@"
}

# A database of the backups' own tells of which moment a dump is, and touches nobody's tables.
ask <<SQL
CREATE DATABASE IF NOT EXISTS homelab_backup;
CREATE TABLE IF NOT EXISTS homelab_backup.sentinel (at varchar(32) NOT NULL);
TRUNCATE homelab_backup.sentinel;
INSERT INTO homelab_backup.sentinel VALUES ('$now');
SQL

rm -rf "${DUMPS:?}"/*
dump --system=users --insert-ignore >"$DUMPS/users.sql"
databases=$(ask --execute="SELECT schema_name FROM information_schema.schemata WHERE schema_name NOT IN ('mysql', 'sys', 'information_schema', 'performance_schema') ORDER BY 1")
while IFS= read -r database; do
  dump --routines --events --triggers --databases "$database" --result-file="$DUMPS/$database.dump"
done <<LIST
$databases
LIST
echo "$now" >"$DUMPS/sentinel"
echo "dumped, as of $now: $(echo "$databases" | tr '\n' ' ')"
