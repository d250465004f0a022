#!/bin/sh
# backup.sh FOLDER...: a snapshot of each, under the name of the service, and of each some files' checksums, by which a
# restore is tried. Wants SERVICE, DUMPS, RESTIC_REPOSITORY and RESTIC_PASSWORD.
set -eu
here=$(dirname "$0")
# shellcheck source=restic.sh
. "$here/restic.sh"

SAMPLES=20
# Snapshots of one run belong together: a database and what lies beside it.
RUN="run-$(date -u +%Y-%m-%dT%H-%M-%SZ)"

# What nobody has written to for an hour, and is not too much to read twice; in an order that is another every time. Dumps
# were written to their end before.
some_files() {
  if [ "$1" = "$DUMPS" ]; then settled=; else settled="-mmin +60"; fi
  # shellcheck disable=SC2086 # two words, or none
  find . -type f $settled -size -65536k 2>/dev/null | grep -v "[\\\\']" |
    awk 'BEGIN { srand() } { print rand() "\t" $0 }' | sort -n | head -n "$SAMPLES" | cut -f 2- |
    while IFS= read -r file; do sha256sum "$file" 2>/dev/null || true; done
}

exists || run init --quiet
for folder; do
  [ -d "$folder" ] || fail "$folder is not mounted"
  cd "$folder"
  before=$(some_files "$folder")
  # From within, so that a restore can be put anywhere.
  said=$(run backup --json --quiet --host "$SERVICE" --tag kept --tag "$RUN" .)
  snapshot=$(echo "$said" | sed -n 's/.*"snapshot_id":"\([0-9a-f]*\)".*/\1/p')
  # Only what is still the same was certainly the same while it was read.
  unchanged=$(printf '%s\n' "$before" | while read -r sum file; do
    [ -n "$file" ] || continue
    if [ "$(sha256sum "$file" 2>/dev/null | cut -d ' ' -f 1)" = "$sum" ]; then echo "$sum  $file"; fi
  done)
  printf 'snapshot %s\nfolder %s\n%s\n' "$snapshot" "$folder" "$unchanged" |
    run backup --quiet --host "$SERVICE" --tag proof --stdin --stdin-filename "proof-$(echo "$folder" | tr / -)"
  echo "$SERVICE: $folder is in snapshot $snapshot"
done
if [ -s "$DUMPS/not-copied" ]; then
  fail "all is kept, but these databases only as they lie there, which may be of no use: $(tr '\n' ' ' <"$DUMPS/not-copied")"
fi
