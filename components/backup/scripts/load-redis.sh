#!/bin/sh
# Whether a server holds what place-redis.sh gave it. Wants DUMPS, REDIS_HOST, and REDISCLI_AUTH where it has a password.
set -eu

fail() {
  echo "$1" >&2
  exit 1
}
cli=$(command -v redis-cli || command -v valkey-cli)
ask() {
  "$cli" -h "$REDIS_HOST" -p "${REDIS_PORT:-6379}" "$@"
}
tries=0
until [ "$(ask ping 2>/dev/null)" = PONG ]; do
  tries=$((tries + 1))
  [ "$tries" -lt "${PATIENCE:-300}" ] || fail "the server did not answer within ${PATIENCE:-300} s"
  sleep 1
done
at=$(ask get homelab:backup)
[ "$at" = "$(cat "$DUMPS/sentinel")" ] || fail "the sentinel is of '$at', and the dump of $(cat "$DUMPS/sentinel")"
echo "restored, as of $at: $(ask dbsize) keys"
