#!/bin/sh
# Lets go of old backups of one service, reads a part of what is kept, copies it out of the house, and once a week tries
# to get files back. Wants SERVICE, RESTIC_PASSWORD, REPOSITORIES (a folder), KEEP (restic's own words), and OFFSITE (an
# address to which the service's name is added) where there is a place outside.
set -eu
here=$(dirname "$0")
# shellcheck source=restic.sh
. "$here/restic.sh"

prune() {
  # shellcheck disable=SC2086 # several words, as they are meant
  run forget --quiet --group-by host,paths $KEEP --prune >/dev/null
}

copy() {
  home=$RESTIC_REPOSITORY
  export RESTIC_REPOSITORY="$OFFSITE/$SERVICE" RESTIC_FROM_PASSWORD="$RESTIC_PASSWORD"
  # Cut in the same places, or the copy would hold nothing twice and everything anew.
  exists || run init --quiet --from-repo "$home" --copy-chunker-params
  run copy --quiet --from-repo "$home" >/dev/null
  prune
  export RESTIC_REPOSITORY="$home"
}

# What was noted of some files when they were kept, against what comes out again.
exercise() {
  proofs=$(run snapshots --json --host "$SERVICE" --tag proof --latest 1)
  proofs=$(echo "$proofs" | tr '{' '\n' | sed -n 's/.*"short_id":"\([0-9a-f]*\)".*/\1/p')
  [ -n "$proofs" ] || fail "nothing was noted by which a restore could be tried"
  for proof in $proofs; do
    listed=$(run ls "$proof")
    noted=$(run dump "$proof" "$(echo "$listed" | grep '^/proof-')")
    snapshot=$(echo "$noted" | sed -n 's/^snapshot //p')
    folder=$(echo "$noted" | sed -n 's/^folder //p')
    sums=$(echo "$noted" | grep -E '^[0-9a-f]{64}  ' || true)
    run ls "$snapshot" >/dev/null
    count=0
    while read -r sum file; do
      [ -n "$file" ] || continue
      back=$(restic dump "$snapshot" "/${file#./}" 2>"$ERRORS" | sha256sum | cut -d ' ' -f 1)
      [ "$back" = "$sum" ] || fail "$folder/${file#./} does not come back as it was"
      count=$((count + 1))
    done <<SUMS
$sums
SUMS
    echo "$SERVICE: $count files of $folder came back as they were"
  done
}

export RESTIC_REPOSITORY="$REPOSITORIES/$SERVICE"
if ! [ -e "$RESTIC_REPOSITORY/config" ]; then
  echo "$SERVICE: was not backed up yet"
  exit
fi
exists || fail "$RESTIC_REPOSITORY went away"
# Nobody else prunes: a lock of hours ago is of a run that was killed.
run unlock --quiet
prune
# A thirtieth each day: within a month all of it was read.
day=$(date +%d)
run check --quiet --read-data-subset "$((${day#0} % 30 + 1))/30" >/dev/null
if [ -n "${OFFSITE:-}" ]; then copy; fi
# Each has its day, so that no night has all of them.
turn=$(($(printf %s "$SERVICE" | cksum | cut -d ' ' -f 1) % 7 + 1))
if [ "${EXERCISE:-$(date +%u)}" = "$turn" ] || [ "${EXERCISE:-}" = today ]; then exercise; fi
echo "$SERVICE: is kept"
