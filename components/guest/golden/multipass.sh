#!/bin/sh
# Makes brain-gpu, a Linux inside this Mac, what the inventory says of it. It may be run again at any time.
set -eu

if ! command -v multipass >/dev/null; then
  echo 'install Multipass first: brew install --cask multipass' >&2
  exit 1
fi
if ! multipass info brain-gpu >/dev/null 2>&1; then
  multipass launch 24.04 --name brain-gpu --cpus 16 --memory 16384M --disk 46G --timeout 1800
fi
multipass start brain-gpu

setup=$(mktemp)
trap 'rm -f "$setup"' EXIT
cat > "$setup" <<'END_OF_SETUP'
#!/usr/bin/env bash
# Makes brain-gpu what the inventory says of it. It may be run again at any time.
set -euo pipefail

if [ "$(id -u)" -ne 0 ]; then
  echo "run this as root: sudo bash $0" >&2
  exit 1
fi

export DEBIAN_FRONTEND=noninteractive
apt-get update -q
apt-get install -y -q cifs-utils curl gpg nfs-common unattended-upgrades

install -d /etc/apt/apt.conf.d
install -m 0644 /dev/stdin /etc/apt/apt.conf.d/60homelab-upgrades <<'END_OF_FILE'
APT::Periodic::Update-Package-Lists "1";
APT::Periodic::Unattended-Upgrade "1";
Unattended-Upgrade::Automatic-Reboot "false";
END_OF_FILE

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

install -d /etc/tailscale
install -m 0600 /dev/stdin /etc/tailscale/auth-key <<'END_OF_FILE'
c2VjcmV0
END_OF_FILE

install -d /etc/systemd/system/tailscaled.service.d
install -m 0644 /dev/stdin /etc/systemd/system/tailscaled.service.d/quiet.conf <<'END_OF_FILE'
[Service]
Environment=TS_NO_LOGS_NO_SUPPORT=true
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
server: https://100.64.0.30:6443
token: K10c2VjcmV0::node:c2VjcmV0
node-name: brain-gpu
flannel-iface: tailscale0
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
release='v1.33.6+k3s1'
installer='https://raw.githubusercontent.com/k3s-io/k3s/v1.33.6%2Bk3s1/install.sh'
settings=/var/lib/rancher/k3s/settings.sha256
restart=no

install -d /etc/rancher/k3s/config.yaml.d
address=$(tailscale ip -4)
echo "node-ip: $address" > /etc/rancher/k3s/config.yaml.d/node.yaml

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
sha256sum /etc/rancher/k3s/*.yaml /etc/rancher/k3s/config.yaml.d/node.yaml > "$settings"
END_OF_FILE

timedatectl set-timezone Etc/UTC

/usr/local/sbin/install-nvidia-toolkit

if ! command -v tailscale >/dev/null; then
  distribution=$(sed -n "s/^ID=//p" /etc/os-release)
  release=$(sed -n "s/^VERSION_CODENAME=//p" /etc/os-release)
  repository="https://pkgs.tailscale.com/stable/$distribution"
  curl -fsSL "$repository/$release.noarmor.gpg" -o /usr/share/keyrings/tailscale-archive-keyring.gpg
  echo "deb [signed-by=/usr/share/keyrings/tailscale-archive-keyring.gpg] $repository $release main" \
    >/etc/apt/sources.list.d/tailscale.list
  apt-get update -q
  DEBIAN_FRONTEND=noninteractive apt-get install -y -q tailscale
fi

tailscale status >/dev/null || tailscale up --auth-key=file:/etc/tailscale/auth-key --advertise-tags=tag:brain-gpu

tailscale set --hostname=brain-gpu --ssh

sysctl --quiet --system

/usr/local/sbin/install-k3s
END_OF_SETUP

# By way of the home of its user: Multipass writes nowhere else. It may hold secrets, and goes again.
multipass transfer "$setup" brain-gpu:setup.sh
ended=0
multipass exec brain-gpu -- sudo bash /home/ubuntu/setup.sh || ended=$?
multipass exec brain-gpu -- rm -f setup.sh
exit "$ended"
