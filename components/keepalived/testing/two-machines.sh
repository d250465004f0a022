#!/bin/sh
# Two machines on one wire, each in a network of its own; run under `unshare --net`. A folder for each holds its address
# and its Keepalived's configuration. Prints which of them has the virtual address, until its input ends.
set -eu
first=$1 second=$2 virtual=$3

unshare --net sleep infinity &
other=$!
inside() { nsenter --target "$other" --net "$@"; }
# The other network is there a moment after its process.
until [ "$(readlink "/proc/$other/ns/net")" != "$(readlink /proc/self/ns/net)" ]; do sleep 0.05; done

ip link add lan type veth peer name lan netns "$other"
ip address add "$(cat "$first/address")" dev lan
ip link set lan up
inside ip address add "$(cat "$second/address")" dev lan
inside ip link set lan up

run() {
  folder=$1
  shift
  "$@" keepalived --dont-fork --use-file "$folder/keepalived.conf" --pid "$folder/pid" --vrrp_pid "$folder/vrrp" >"$folder/log" 2>&1 &
}
run "$first"
one=$!
run "$second" nsenter --target "$other" --net
two=$!

has() { "$@" ip -4 -oneline address show to "$virtual/32" | grep -q .; }
while sleep 0.2; do
  echo "$(has env && echo first) $(has nsenter --target "$other" --net && echo second)"
done &
watch=$!

cat >/dev/null
kill "$watch" "$one" "$two"
wait "$one" "$two" || true
kill "$other"
