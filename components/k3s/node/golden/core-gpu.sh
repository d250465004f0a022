#!/usr/bin/env bash
# Makes core-gpu what the inventory says of it. It may be run again at any time.
set -euo pipefail

if [ "$(id -u)" -ne 0 ]; then
  echo "run this as root: sudo bash $0" >&2
  exit 1
fi

export DEBIAN_FRONTEND=noninteractive
apt-get update -q
apt-get install -y -q cifs-utils curl gpg nfs-common open-iscsi

install -d /usr/local/sbin
install -m 0755 /dev/stdin /usr/local/sbin/install-nvidia-toolkit <<'END_OF_FILE'
#!/bin/sh
set -eu
packages=https://nvidia.github.io/libnvidia-container
keyring=/usr/share/keyrings/nvidia-container-toolkit.gpg
command -v nvidia-ctk >/dev/null && exit 0
curl -fsSL --retry 5 "$packages/gpgkey" | gpg --batch --yes --dearmor --output "$keyring"
echo "deb [signed-by=$keyring] $packages/stable/deb/$(dpkg --print-architecture) /" \
  > /etc/apt/sources.list.d/nvidia-container-toolkit.list
apt-get update -q
DEBIAN_FRONTEND=noninteractive apt-get install -y -q nvidia-container-toolkit
END_OF_FILE

install -d /etc/multipath/conf.d
install -m 0644 /dev/stdin /etc/multipath/conf.d/longhorn.conf <<'END_OF_FILE'
blacklist {
  devnode "^sd[a-z0-9]+"
}
END_OF_FILE

install -d /etc/sysctl.d
install -m 0644 /dev/stdin /etc/sysctl.d/90-k3s.conf <<'END_OF_FILE'
vm.overcommit_memory = 1
vm.panic_on_oom = 0
kernel.panic = 10
kernel.panic_on_oops = 1
fs.inotify.max_user_instances = 8192
fs.inotify.max_user_watches = 524288
END_OF_FILE

install -d /etc/rancher/k3s
install -m 0600 /dev/stdin /etc/rancher/k3s/config.yaml <<'END_OF_FILE'
server: https://192.168.1.20:6443
token: K10c2VjcmV0::node:c2VjcmV0
node-name: core-gpu
node-ip: 192.168.1.21
node-label:
  - gpu=yes
node-taint:
  - homelab/reserved=true:NoSchedule
protect-kernel-defaults: true
kubelet-arg:
  - system-reserved=cpu=100m,memory=512Mi
END_OF_FILE

install -d /etc/rancher/k3s
install -m 0644 /dev/stdin /etc/rancher/k3s/registries.yaml <<'END_OF_FILE'
mirrors:
  "*": {}
END_OF_FILE

install -d /usr/local/sbin
install -m 0755 /dev/stdin /usr/local/sbin/install-k3s <<'END_OF_FILE'
#!/bin/sh
set -eu
release='v1.34.3+k3s1'
installer='https://raw.githubusercontent.com/k3s-io/k3s/v1.34.3%2Bk3s1/install.sh'
settings=/var/lib/rancher/k3s/settings.sha256
restart=no

if ! k3s --version 2>/dev/null | grep -qF "version $release "; then
  curl -fsSL --retry 5 "$installer" -o /run/install-k3s.sh
  # It compares what it downloads with the checksums of the release.
  INSTALL_K3S_VERSION="$release" INSTALL_K3S_EXEC=agent INSTALL_K3S_SKIP_START=true sh /run/install-k3s.sh
  restart=yes
fi

if ! sha256sum --status --check "$settings" 2>/dev/null; then
  restart=yes
fi

if [ "$restart" = yes ] || ! systemctl is-active --quiet k3s-agent; then
  # Not waited for: an agent is up only when its server is.
  systemctl restart --no-block k3s-agent
fi
install -d -m 0700 /var/lib/rancher/k3s
sha256sum /etc/rancher/k3s/*.yaml > "$settings"
END_OF_FILE

/usr/local/sbin/install-nvidia-toolkit

systemctl enable --now iscsid

! systemctl is-active --quiet multipathd || systemctl restart multipathd

sysctl --quiet --system

/usr/local/sbin/install-k3s
