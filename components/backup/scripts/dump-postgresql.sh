#!/bin/sh
# Every database of a server, each in a file of its own, and who its users are. Runs in the server's own image, so that
# pg_dump is of the server's version. Wants DUMPS, PGHOST, PGUSER and PGPASSWORD.
set -eu

now=$(date -u +%Y-%m-%dT%H:%M:%SZ)
ask() {
  psql --no-psqlrc --quiet --tuples-only --no-align --set=ON_ERROR_STOP=1 --dbname="$1"
}

# A database of the backups' own tells of which moment a dump is, and touches nobody's tables.
ask postgres <<'SQL'
SELECT 'CREATE DATABASE homelab_backup' WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'homelab_backup') \gexec
SQL
ask homelab_backup <<SQL
SET client_min_messages = warning;
CREATE TABLE IF NOT EXISTS sentinel (at text NOT NULL);
TRUNCATE sentinel;
INSERT INTO sentinel VALUES ('$now');
SQL

rm -rf "${DUMPS:?}"/*
pg_dumpall --roles-only --file="$DUMPS/roles.sql"
databases=$(echo "SELECT datname FROM pg_database WHERE datallowconn AND NOT datistemplate ORDER BY 1" | ask postgres)
while IFS= read -r database; do
  # Not compressed: restic finds what has not changed since yesterday, and compresses the rest itself.
  pg_dump --format=custom --compress=0 --file="$DUMPS/$database.dump" --dbname="$database"
done <<LIST
$databases
LIST
echo "$now" >"$DUMPS/sentinel"
echo "dumped, as of $now: $(echo "$databases" | tr '\n' ' ')"
