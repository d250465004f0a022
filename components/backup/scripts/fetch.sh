#!/bin/sh
# fetch.sh FROM [TO]: what was kept of a folder, put back there or elsewhere. SNAPSHOT says which; the latest if not. Any
# snapshot of a run stands for all of them.
# Wants SERVICE, RESTIC_REPOSITORY and RESTIC_PASSWORD.
set -eu
here=$(dirname "$0")
# shellcheck source=restic.sh
. "$here/restic.sh"

from=$1
to=${2:-$1}
exists || fail "there is no repository at $RESTIC_REPOSITORY yet"
[ -d "$to" ] || fail "$to is not mounted"
tags=kept
if [ "${SNAPSHOT:-latest}" != latest ]; then
  named=$(run snapshots --json "$SNAPSHOT")
  of_run=$(echo "$named" | sed -n 's/.*"\(run-[^"]*\)".*/\1/p')
  [ -n "$of_run" ] || fail "there is no snapshot $SNAPSHOT of a run; restic snapshots lists those that are there"
  tags=kept,$of_run
fi
run restore latest --host "$SERVICE" --tag "$tags" --path "$from" --target "$to" >/dev/null
[ -n "$(ls -A "$to")" ] || fail "the snapshot of $from is empty"
echo "$SERVICE: $from is back, in $to"
