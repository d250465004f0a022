#!/bin/sh
# Once a day, for every service whose backups lie here, what keep-one.sh does. What fails is told, and stops nothing else.
# Wants KEYS (lines of a service and its password) and what keep-one.sh wants.
set -eu
here=$(dirname "$0")

failed=
while read -r service password; do
  # A process of its own: in one of ours nothing would stop at its first mistake.
  SERVICE=$service RESTIC_PASSWORD=$password sh "$here/keep-one.sh" </dev/null || failed="$failed $service"
done <"$KEYS"
if [ -n "$failed" ]; then
  echo "not kept as they should be:$failed" >&2
  exit 1
fi
