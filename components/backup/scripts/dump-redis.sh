#!/bin/sh
# Everything that a Redis or a Valkey holds, as of one moment. Runs in the server's own image. Wants DUMPS, REDIS_HOST,
# and REDISCLI_AUTH where it has a password.
set -eu

now=$(date -u +%Y-%m-%dT%H:%M:%SZ)
cli=$(command -v redis-cli || command -v valkey-cli)
ask() {
  "$cli" -h "$REDIS_HOST" -p "${REDIS_PORT:-6379}" "$@"
}
# A mistake is an answer like any other to this client, and no failure.
[ "$(ask set homelab:backup "$now")" = OK ] || {
  echo "$REDIS_HOST took no key: $(ask set homelab:backup "$now" 2>&1)" >&2
  exit 1
}
rm -rf "${DUMPS:?}"/*
# It tells of its progress where others tell of mistakes.
said=$(ask --rdb "$DUMPS/dump.rdb" 2>&1) || {
  echo "$said" >&2
  exit 1
}
"$(command -v redis-check-rdb || command -v valkey-check-rdb)" "$DUMPS/dump.rdb" >/dev/null
echo "$now" >"$DUMPS/sentinel"
echo "dumped, as of $now"
