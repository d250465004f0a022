#!/usr/bin/env bash
# Makes this Linux (Debian or Ubuntu, in WSL2 or by itself) a Docker host that the stack gaming-pc can manage: Docker, the
# toolkit of the card's makers, and a way in by SSH for USER alone, by his key. It may be run again at any time.
#
#   sudo ./install.sh USER "ssh-ed25519 AAAA... me@laptop"
set -euo pipefail

if [ "$#" -ne 2 ] || [ "$(id -u)" -ne 0 ]; then
  sed -n '2,5s/^# \{0,1\}//p' "$0" >&2
  exit 64
fi
user=$1 key=$2
case $key in
ssh-* | ecdsa-* | sk-*) ;;
*)
  echo "The second argument is no public key: it begins with ssh-ed25519 or its like. Print yours with: cat ~/.ssh/id_ed25519.pub" >&2
  exit 64
  ;;
esac

export DEBIAN_FRONTEND=noninteractive
missing=()
for package in curl docker.io gnupg openssh-server; do
  dpkg-query --show --showformat '${db:Status-Status}' "$package" 2>/dev/null | grep -q '^installed$' || missing+=("$package")
done
if [ "${#missing[@]}" -gt 0 ]; then
  apt-get update -q
  apt-get install -y -q --no-install-recommends "${missing[@]}"
fi

# Without a card this is a Docker host all the same.
if command -v nvidia-smi >/dev/null && ! command -v nvidia-ctk >/dev/null; then
  keyring=/usr/share/keyrings/nvidia-container-toolkit.gpg
  packages=https://nvidia.github.io/libnvidia-container
  curl -fsSL "$packages/gpgkey" | gpg --dearmor --yes --output "$keyring"
  echo "deb [signed-by=$keyring] $packages/stable/deb/\$(ARCH) /" >/etc/apt/sources.list.d/nvidia-container-toolkit.list
  apt-get update -q
  apt-get install -y -q nvidia-container-toolkit
fi
if command -v nvidia-ctk >/dev/null && ! docker info --format '{{json .Runtimes}}' 2>/dev/null | grep -q nvidia; then
  nvidia-ctk runtime configure --runtime=docker
  systemctl restart docker
fi
systemctl enable --now --quiet docker ssh

id "$user" >/dev/null 2>&1 || useradd --create-home --shell /bin/bash "$user"
usermod --append --groups docker "$user"
home=$(getent passwd "$user" | cut -d: -f6)
install -d -m 0700 -o "$user" -g "$user" "$home/.ssh"
keys=$home/.ssh/authorized_keys
touch "$keys"
grep -qxF "$key" "$keys" || echo "$key" >>"$keys"
chown "$user:$user" "$keys"
chmod 0600 "$keys"

# Whoever is in the group docker is root here: he comes by a key, or not at all.
cat >/etc/ssh/sshd_config.d/60-lab.conf <<'CONFIG'
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin no
CONFIG
sshd -t
systemctl reload ssh

echo "Ready. Tell the stack: pulumi config set --secret -s gaming-pc --path 'homelab:access.gaming-pc.docker' ssh://$user@gaming-pc"
