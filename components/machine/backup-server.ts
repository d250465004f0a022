import type { Lab } from "../lab/index.ts";
import type { OwnSecret } from "../secrets/index.ts";
import type { Setup } from "../setup/index.ts";

/** Whom Proxmox is to the backup server: it writes and prunes its own backups, and no more. */
export const BACKUP_USER = "homelab@pbs";

export function backupPassword(server: string): OwnSecret {
  return { owner: `machines/${server}`, name: "backups", length: 48 };
}

const KEYRING = "/usr/share/keyrings/proxmox-archive-keyring.gpg";
const KEYRING_SHA256 = "136673be77aba35dcce385b28737689ad64fd785a797e57897589aed08db6e45";
const SOURCE = `Types: deb
URIs: http://download.proxmox.com/debian/pbs
Suites: trixie
Components: pbs-no-subscription
Signed-By: ${KEYRING}
`;
const FOLDER = "/srv/datastore";
const PASSWORD = "/etc/homelab-backups.password";

/** Proxmox Backup Server, whose datastore is a dataset of a hypervisor. */
export function backupServerSetup(name: string, { inventory }: Lab): Partial<Setup> {
  const machine = inventory.machines[name];
  if (machine?.kind !== "vm" || !machine.backupServer) return {};
  const { datastore, dataset } = machine.backupServer;
  const [host = "", ...path] = dataset.split("/");
  const server = inventory.machines[host]?.lan ?? host;
  const manage = "proxmox-backup-manager";
  return {
    packages: ["curl", "nfs-common"],
    files: {
      "/etc/apt/sources.list.d/pbs.sources": { text: [SOURCE] },
      "/etc/systemd/system/srv-datastore.mount": { text: [mount(server, path.join("/"))] },
      [PASSWORD]: { text: [backupPassword(name)] },
    },
    commands: [
      `curl -fsSo ${KEYRING} https://enterprise.proxmox.com/debian/proxmox-archive-keyring-trixie.gpg`,
      `echo "${KEYRING_SHA256}  ${KEYRING}" | sha256sum --check --quiet`,
      "apt-get update -q",
      "DEBIAN_FRONTEND=noninteractive apt-get install -y -q proxmox-backup-server",
      "systemctl daemon-reload",
      "systemctl enable --now srv-datastore.mount",
      `${manage} datastore show ${datastore} >/dev/null 2>&1 || ${manage} datastore create ${datastore} ${FOLDER}`,
      `${manage} datastore update ${datastore} --gc-schedule daily`,
      // What cannot be read back is no backup: each is read again once it is a month old.
      `${manage} verify-job show ${datastore} >/dev/null 2>&1 || ${manage} verify-job create ${datastore} --store ${datastore} --schedule daily --outdated-after 30`,
      `${manage} user create ${BACKUP_USER} --password "$(cat ${PASSWORD})" 2>/dev/null || ${manage} user update ${BACKUP_USER} --password "$(cat ${PASSWORD})"`,
      `${manage} acl update /datastore/${datastore} DatastorePowerUser --auth-id ${BACKUP_USER}`,
    ],
  };
}

function mount(server: string, path: string): string {
  return `[Unit]
Description=What the backup server keeps
After=network-online.target
Wants=network-online.target

[Mount]
What=${server}:/${path}
Where=${FOLDER}
Type=nfs4
# A write that is not answered waits: an interrupted one would be a broken backup.
Options=hard,noatime

[Install]
WantedBy=multi-user.target
`;
}
