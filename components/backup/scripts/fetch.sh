#!/bin/sh
# fetch.sh FROM [TO]: what was kept of a folder, put back there or elsewhere. SNAPSHOT says which; the latest if not.
# Wants SERVICE, RESTIC_REPOSITORY and RESTIC_PASSWORD.
set -eu
here=$(dirname "$0")
# shellcheck source=restic.sh
. "$here/restic.sh"

from=$1
to=${2:-$1}
exists || fail "there is no repository at $RESTIC_REPOSITORY yet"
[ -d "$to" ] || fail "$to is not mounted"
run restore "${SNAPSHOT:-latest}" --host "$SERVICE" --tag kept --path "$from" --target "$to" >/dev/null
[ -n "$(ls -A "$to")" ] || fail "the snapshot of $from is empty"
echo "$SERVICE: $from is back, in $to"
