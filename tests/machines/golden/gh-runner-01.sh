#!/usr/bin/env bash
# Makes gh-runner-01 what the inventory says of it. It may be run again at any time.
set -euo pipefail

if [ "$(id -u)" -ne 0 ]; then
  echo "run this as root: sudo bash $0" >&2
  exit 1
fi

export DEBIAN_FRONTEND=noninteractive
apt-get update -q
apt-get install -y -q chrony curl docker.io jq unattended-upgrades

install -d /etc/apt/apt.conf.d
install -m 0644 /dev/stdin /etc/apt/apt.conf.d/60homelab-upgrades <<'END_OF_FILE'
APT::Periodic::Update-Package-Lists "1";
APT::Periodic::Unattended-Upgrade "1";
Unattended-Upgrade::Automatic-Reboot "false";
END_OF_FILE

install -d /etc/github-runner
install -m 0600 /dev/stdin /etc/github-runner/authorization <<'END_OF_FILE'
Authorization: Bearer [secret]
END_OF_FILE

install -d /usr/local/bin
install -m 0755 /dev/stdin /usr/local/bin/github-runner <<'END_OF_FILE'
#!/bin/sh
# Runner $1 of this machine: registers for one job, takes it, and is gone.
set -eu

# The job sees neither the token nor a way to register: only this one registration, and that once.
registration=$(jq -n --arg name "$(hostname)-$1-$(date +%s)" \
  '{name: $name, runner_group_id: 1, work_folder: "_work", labels: ["self-hosted","homelab","ansible"]}' |
  curl -fsS --retry 5 -X POST --json @- -H @"$CREDENTIALS_DIRECTORY/authorization" \
    https://api.github.com/repos/terrac/homelab/actions/runners/generate-jitconfig |
  jq -er .encoded_jit_config)

ACTIONS_RUNNER_INPUT_JITCONFIG="$registration" exec docker run --rm --name "github-runner-$1" \
  --env ACTIONS_RUNNER_INPUT_JITCONFIG --memory 3686m --cpus 2 --pids-limit 4096 \
  ghcr.io/actions/actions-runner:2.336.0@sha256:0cfdcc701ce933c6d243c6b0b2da767366dc9f2e99961d4c3754b0b78084cdda /home/runner/run.sh
END_OF_FILE

install -d /etc/systemd/system
install -m 0644 /dev/stdin /etc/systemd/system/github-runner@.service <<'END_OF_FILE'
[Unit]
Description=GitHub runner %i
After=docker.service network-online.target
Requires=docker.service
Wants=network-online.target
StartLimitIntervalSec=0

[Service]
LoadCredential=authorization:/etc/github-runner/authorization
ExecStartPre=-/usr/bin/docker rm --force github-runner-%i
ExecStart=/usr/local/bin/github-runner %i
ExecStop=-/usr/bin/docker stop --time 60 github-runner-%i
TimeoutStopSec=90
Restart=always
RestartSec=10

[Install]
WantedBy=multi-user.target
END_OF_FILE

timedatectl set-timezone Etc/UTC

systemctl enable --now chrony

systemctl daemon-reload

systemctl enable --now github-runner@1 github-runner@2 github-runner@3 github-runner@4

apt-get install -y -q qemu-guest-agent

systemctl start qemu-guest-agent
