#!/bin/sh
# What dump-redis.sh wrote, onto the disk of a server that does not run. A server that writes an append-only file reads
# nothing else when it starts: the dump becomes the base of one. Wants DUMPS and DISK.
set -eu

[ -s "$DUMPS/sentinel" ] || {
  echo "$DUMPS holds no dump that came to its end" >&2
  exit 1
}
rm -rf "${DISK:?}/appendonlydir" "$DISK/dump.rdb"
mkdir "$DISK/appendonlydir"
cp "$DUMPS/dump.rdb" "$DISK/dump.rdb"
cp "$DUMPS/dump.rdb" "$DISK/appendonlydir/appendonly.aof.1.base.rdb"
echo "file appendonly.aof.1.base.rdb seq 1 type b" >"$DISK/appendonlydir/appendonly.aof.manifest"
