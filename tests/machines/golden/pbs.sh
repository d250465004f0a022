#!/usr/bin/env bash
# Makes pbs what the inventory says of it. It may be run again at any time.
set -euo pipefail

if [ "$(id -u)" -ne 0 ]; then
  echo "run this as root: sudo bash $0" >&2
  exit 1
fi

export DEBIAN_FRONTEND=noninteractive
apt-get update -q
apt-get install -y -q chrony curl nfs-common unattended-upgrades

install -d /etc/apt/apt.conf.d
install -m 0644 /dev/stdin /etc/apt/apt.conf.d/60homelab-upgrades <<'END_OF_FILE'
APT::Periodic::Update-Package-Lists "1";
APT::Periodic::Unattended-Upgrade "1";
Unattended-Upgrade::Automatic-Reboot "false";
END_OF_FILE

install -d /etc/apt/sources.list.d
install -m 0644 /dev/stdin /etc/apt/sources.list.d/pbs.sources <<'END_OF_FILE'
Types: deb
URIs: http://download.proxmox.com/debian/pbs
Suites: trixie
Components: pbs-no-subscription
Signed-By: /usr/share/keyrings/proxmox-archive-keyring.gpg
END_OF_FILE

install -d /etc/systemd/system
install -m 0644 /dev/stdin /etc/systemd/system/srv-datastore.mount <<'END_OF_FILE'
[Unit]
Description=What the backup server keeps
After=network-online.target
Wants=network-online.target

[Mount]
What=192.168.1.106:/data01/pbs
Where=/srv/datastore
Type=nfs4
# A write that is not answered waits: an interrupted one would be a broken backup.
Options=hard,noatime

[Install]
WantedBy=multi-user.target
END_OF_FILE

install -d /etc/homelab-backups
install -m 0600 /dev/stdin /etc/homelab-backups/password <<'END_OF_FILE'
[secret]
END_OF_FILE

install -d /etc/homelab-backups
install -m 0600 /dev/stdin /etc/homelab-backups/proxy.key <<'END_OF_FILE'
[secret]
END_OF_FILE

install -d /etc/homelab-backups
install -m 0600 /dev/stdin /etc/homelab-backups/proxy.pem <<'END_OF_FILE'
[secret]
END_OF_FILE

timedatectl set-timezone Etc/UTC

systemctl enable --now chrony

curl -fsSo /usr/share/keyrings/proxmox-archive-keyring.gpg https://enterprise.proxmox.com/debian/proxmox-archive-keyring-trixie.gpg

echo "136673be77aba35dcce385b28737689ad64fd785a797e57897589aed08db6e45  /usr/share/keyrings/proxmox-archive-keyring.gpg" | sha256sum --check --quiet

apt-get update -q

DEBIAN_FRONTEND=noninteractive apt-get install -y -q proxmox-backup-server

install -m 0640 -o root -g backup /etc/homelab-backups/proxy.key /etc/homelab-backups/proxy.pem /etc/proxmox-backup/

systemctl restart proxmox-backup-proxy

systemctl daemon-reload

systemctl enable --now srv-datastore.mount

proxmox-backup-manager datastore show lab >/dev/null 2>&1 || proxmox-backup-manager datastore create lab /srv/datastore

proxmox-backup-manager datastore update lab --gc-schedule daily

proxmox-backup-manager verify-job show lab >/dev/null 2>&1 || proxmox-backup-manager verify-job create lab --store lab --schedule daily --outdated-after 30

proxmox-backup-manager user create homelab@pbs --password "$(cat /etc/homelab-backups/password)" 2>/dev/null || proxmox-backup-manager user update homelab@pbs --password "$(cat /etc/homelab-backups/password)"

proxmox-backup-manager acl update /datastore/lab DatastorePowerUser --auth-id homelab@pbs

apt-get install -y -q qemu-guest-agent

systemctl start qemu-guest-agent
