import type { Vm } from "../inventory/index.ts";
import type { Lab } from "../lab/index.ts";
import type { Setup } from "../setup/index.ts";
import { bytes } from "../units/index.ts";

type Runners = NonNullable<Vm["githubRunners"]>;

const AUTHORIZATION = "/etc/github-runner/authorization";

/** Runners of GitHub in containers. Each registers for one job, and its container is thrown away with the job. */
export function githubRunnersSetup(name: string, { inventory }: Lab): Partial<Setup> {
  const machine = inventory.machines[name];
  if (machine?.kind !== "vm" || !machine.githubRunners) return {};
  const { count, token } = machine.githubRunners;
  const units = Array.from({ length: count }, (_, at) => `github-runner@${at + 1}`).join(" ");
  return {
    packages: ["curl", "docker.io", "jq"],
    files: {
      // As a header, which curl reads from the file: an argument is there for every process to see.
      [AUTHORIZATION]: { text: ["Authorization: Bearer ", { token }, "\n"] },
      "/usr/local/bin/github-runner": { text: [script(machine.githubRunners, machine)], mode: "0755" },
      "/etc/systemd/system/github-runner@.service": { text: [UNIT] },
    },
    commands: ["systemctl daemon-reload", `systemctl enable --now ${units}`],
  };
}

function script({ repository, labels, image, count }: Runners, { threads, memory }: Vm): string {
  const share = Math.floor((bytes(memory) * 0.9) / count / 2 ** 20);
  return `#!/bin/sh
# Runner $1 of this machine: registers for one job, takes it, and is gone.
set -eu

# The job sees neither the token nor a way to register: only this one registration, and that once.
registration=$(jq -n --arg name "$(hostname)-$1-$(date +%s)" \\
  '{name: $name, runner_group_id: 1, work_folder: "_work", labels: ${JSON.stringify(labels)}}' |
  curl -fsS --retry 5 -X POST --json @- -H @"$CREDENTIALS_DIRECTORY/authorization" \\
    https://api.github.com/repos/${repository}/actions/runners/generate-jitconfig |
  jq -er .encoded_jit_config)

ACTIONS_RUNNER_INPUT_JITCONFIG="$registration" exec docker run --rm --name "github-runner-$1" \\
  --env ACTIONS_RUNNER_INPUT_JITCONFIG --memory ${share}m --cpus ${threads / count} --pids-limit 4096 \\
  ${image} /home/runner/run.sh
`;
}

const UNIT = `[Unit]
Description=GitHub runner %i
After=docker.service network-online.target
Requires=docker.service
Wants=network-online.target
StartLimitIntervalSec=0

[Service]
LoadCredential=authorization:${AUTHORIZATION}
ExecStartPre=-/usr/bin/docker rm --force github-runner-%i
ExecStart=/usr/local/bin/github-runner %i
ExecStop=-/usr/bin/docker stop --time 60 github-runner-%i
TimeoutStopSec=90
Restart=always
RestartSec=10

[Install]
WantedBy=multi-user.target
`;
