#!/bin/sh
# Whether a server holds what place-redis.sh gave it. Wants DUMPS, REDIS_HOST, and REDISCLI_AUTH where it has a password.
set -eu

cli=$(command -v redis-cli || command -v valkey-cli)
ask() {
  "$cli" -h "$REDIS_HOST" -p "${REDIS_PORT:-6379}" "$@"
}
until [ "$(ask ping 2>/dev/null)" = PONG ]; do sleep 1; done
at=$(ask get homelab:backup)
[ "$at" = "$(cat "$DUMPS/sentinel")" ] || {
  echo "the sentinel is of '$at', and the dump of $(cat "$DUMPS/sentinel")" >&2
  exit 1
}
echo "restored, as of $at: $(ask dbsize) keys"
