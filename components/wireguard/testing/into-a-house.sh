#!/bin/sh
# A house, its way in, and two devices on the road, each in a network of its own. $1 holds wg0.conf, wg0.nft, laptop.conf
# and phone.conf. Says what each device reaches of the house; 192.0.2.1 is the world's side of the way in. Run under
# `unshare --net --mount --pid --fork --mount-proc --kill-child`, so that nothing is left when it ends.
set -eu
folder=$1
here=$(dirname "$0")

# What runs without a kernel's WireGuard leaves its sockets there: they are nobody else's.
mkdir -p /run/wireguard
mount -t tmpfs tmpfs /run/wireguard
export WG_QUICK_USERSPACE_IMPLEMENTATION=wireguard-go WG_I_PREFER_BUGGY_USERSPACE_TO_POLISHED_KMOD=1 LOG_LEVEL=silent

inside() {
  process=$1
  shift
  nsenter --target "$process" --net "$@"
}
network() {
  unshare --net sleep infinity &
  # The other network is there a moment after its process.
  until [ "$(readlink "/proc/$!/ns/net")" != "$(readlink /proc/self/ns/net)" ]; do sleep 0.05; done
}
wire() { # an end here, its address; the other end's network, its address
  ip link add "$1" type veth peer name lan netns "$3"
  ip address add "$2" dev "$1"
  ip link set "$1" up
  inside "$3" ip address add "$4" dev lan
  inside "$3" ip link set lan up
  inside "$3" ip link set lo up
}

network
house=$!
network
laptop=$!
network
phone=$!

ip link set lo up
echo 1 >/proc/sys/net/ipv4/ip_forward
wire house 192.168.1.22/24 "$house" 192.168.1.53/24
inside "$house" ip address add 192.168.1.20/24 dev lan
inside "$house" ip address add 192.168.1.99/24 dev lan
wire road1 192.0.2.1/25 "$laptop" 192.0.2.2/25
wire road2 192.0.2.129/25 "$phone" 192.0.2.130/25
inside "$phone" ip route add 192.0.2.0/25 via 192.0.2.129

inside "$house" node "$here/answers.mjs" &

{
  wg-quick up "$folder/wg0.conf"
  inside "$laptop" wg-quick up "$folder/laptop.conf"
  inside "$phone" wg-quick up "$folder/phone.conf"
} >"$folder/log" 2>&1

everything="192.168.1.53:53 192.168.1.20:443 192.168.1.99:22 192.168.1.20:22 10.9.0.1:22"
# shellcheck disable=SC2086 # they are words
inside "$laptop" node "$here/asks.mjs" laptop $everything &
asking=$!
# shellcheck disable=SC2086
inside "$phone" node "$here/asks.mjs" phone $everything
wait "$asking"

wg-quick down "$folder/wg0.conf" >>"$folder/log" 2>&1
nft list tables
