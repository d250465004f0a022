#!/usr/bin/env bash
# Makes node006 what the inventory says of it. It may be run again at any time.
set -euo pipefail

if [ "$(id -u)" -ne 0 ]; then
  echo "run this as root: sudo bash $0" >&2
  exit 1
fi

export DEBIAN_FRONTEND=noninteractive
apt-get update -q
apt-get install -y -q ethtool nfs-kernel-server samba

install -d /etc/modules-load.d
install -m 0644 /dev/stdin /etc/modules-load.d/homelab-vfio.conf <<'END_OF_FILE'
vfio
vfio_iommu_type1
vfio_pci
END_OF_FILE

install -d /etc/modprobe.d
install -m 0644 /dev/stdin /etc/modprobe.d/homelab-vfio.conf <<'END_OF_FILE'
options vfio-pci ids=10de:2204,10de:1aef disable_vga=1
softdep nouveau pre: vfio-pci
softdep nvidia pre: vfio-pci
softdep nvidiafb pre: vfio-pci
softdep nvidia_drm pre: vfio-pci
softdep snd_hda_intel pre: vfio-pci
blacklist nouveau
blacklist nvidia
blacklist nvidiafb
blacklist nvidia_drm
END_OF_FILE

install -d /etc/default/grub.d
install -m 0644 /dev/stdin /etc/default/grub.d/homelab-iommu.cfg <<'END_OF_FILE'
GRUB_CMDLINE_LINUX_DEFAULT="$GRUB_CMDLINE_LINUX_DEFAULT intel_iommu=on iommu=pt"
END_OF_FILE

install -d /usr/local/sbin
install -m 0755 /dev/stdin /usr/local/sbin/multiqueue <<'END_OF_FILE'
#!/bin/sh
# Gives every network card all the queues that it has: with one, a single core carries all of a fast network.
set -eu
for device in /sys/class/net/*/device; do
  card=$(basename "$(dirname "$device")")
  most=$(ethtool -l "$card" 2>/dev/null | awk '$1 == "Combined:" { print $2; exit }')
  case "$most" in
    '' | *[!0-9]*) continue ;;
  esac
  # It is no error that they are as they should be, though ethtool says so.
  ethtool -L "$card" combined "$most" || true
done
END_OF_FILE

install -d /etc/systemd/system
install -m 0644 /dev/stdin /etc/systemd/system/multiqueue.service <<'END_OF_FILE'
[Unit]
Description=All queues of every network card
After=network.target

[Service]
Type=oneshot
ExecStart=/usr/local/sbin/multiqueue

[Install]
WantedBy=multi-user.target
END_OF_FILE

install -d /etc/exports.d
install -m 0644 /dev/stdin /etc/exports.d/homelab.exports <<'END_OF_FILE'
/data01/media 192.168.1.0/24(rw,sync,no_subtree_check,all_squash,anonuid=1000,anongid=1000)
/data01/cloud 192.168.1.0/24(rw,sync,no_subtree_check,all_squash,anonuid=33,anongid=33)
/data01/dify 192.168.1.0/24(rw,sync,no_subtree_check,all_squash,anonuid=1001,anongid=1001)
/data01/models 192.168.1.0/24(rw,sync,no_subtree_check,all_squash,anonuid=1024,anongid=1024)
/data01/open-webui 192.168.1.0/24(rw,sync,no_subtree_check,all_squash,anonuid=1000,anongid=1000)
/data01/pbs 192.168.1.0/24(rw,sync,no_subtree_check,all_squash,anonuid=34,anongid=34)
END_OF_FILE

install -d /etc/samba
install -m 0644 /dev/stdin /etc/samba/homelab.conf <<'END_OF_FILE'
[backups]
  comment = What restic writes
  path = /data01/backups
  read only = no
  valid users = homelab
  admin users = homelab
  inherit owner = yes
END_OF_FILE

install -d /etc/samba
install -m 0600 /dev/stdin /etc/samba/homelab.password <<'END_OF_FILE'
[secret]
END_OF_FILE

timedatectl set-timezone Etc/UTC

if [ -s /etc/kernel/cmdline ] && ! grep -q iommu=pt /etc/kernel/cmdline; then sed -i '1s/$/ intel_iommu=on iommu=pt/' /etc/kernel/cmdline; fi

update-initramfs -u

if command -v update-grub >/dev/null; then update-grub; fi

proxmox-boot-tool refresh

if ! grep -q iommu=pt /proc/cmdline; then echo "restart node006: its card is free only then" >&2; fi

systemctl daemon-reload

systemctl enable --now multiqueue

zpool list -H -o name data01 >/dev/null || { echo "make the pool data01 first: zpool create" >&2; exit 1; }

zfs list -H -o name data01/vms >/dev/null 2>&1 || zfs create -o compression=lz4 -o atime=off -o xattr=sa data01/vms

zfs list -H -o name data01/media >/dev/null 2>&1 || zfs create -o compression=lz4 -o atime=off -o xattr=sa data01/media

chown 1000:1000 /data01/media

zfs list -H -o name data01/cloud >/dev/null 2>&1 || zfs create -o compression=lz4 -o atime=off -o xattr=sa data01/cloud

chown 33:33 /data01/cloud

zfs list -H -o name data01/dify >/dev/null 2>&1 || zfs create -o compression=lz4 -o atime=off -o xattr=sa data01/dify

chown 1001:1001 /data01/dify

zfs list -H -o name data01/models >/dev/null 2>&1 || zfs create -o compression=lz4 -o atime=off -o xattr=sa data01/models

chown 1024:1024 /data01/models

zfs list -H -o name data01/open-webui >/dev/null 2>&1 || zfs create -o compression=lz4 -o atime=off -o xattr=sa data01/open-webui

chown 1000:1000 /data01/open-webui

zfs list -H -o name data01/backups >/dev/null 2>&1 || zfs create -o compression=lz4 -o atime=off -o xattr=sa data01/backups

chown 34:34 /data01/backups

zfs list -H -o name data01/pbs >/dev/null 2>&1 || zfs create -o compression=lz4 -o atime=off -o xattr=sa data01/pbs

chown 34:34 /data01/pbs

exportfs -ra

grep -q homelab.conf /etc/samba/smb.conf || echo 'include = /etc/samba/homelab.conf' >> /etc/samba/smb.conf

id homelab >/dev/null 2>&1 || useradd --system --no-create-home --shell /usr/sbin/nologin homelab

cat /etc/samba/homelab.password /etc/samba/homelab.password | smbpasswd -s -a homelab

systemctl reload-or-restart smbd
