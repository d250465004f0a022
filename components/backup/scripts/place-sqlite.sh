#!/bin/sh
# What copy-sqlite.mjs copied, in the place of what was kept of the same databases while somebody wrote to them. Wants DUMPS.
set -eu

[ -s "$DUMPS/sentinel" ] || {
  echo "$DUMPS holds no copies that came to their end" >&2
  exit 1
}
cd "$DUMPS"
find . -mindepth 2 -type f | while IFS= read -r copy; do
  file=${copy#.}
  # They belong to what was there before, and would be read into the copy.
  rm -f "$file-wal" "$file-shm" "$file-journal"
  # Into the file that is there, so that it stays its owner's.
  cat "$copy" >"$file"
  echo "$file is as of $(cat sentinel)"
done
