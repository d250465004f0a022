import type { Lab } from "../lab/index.ts";
import type { Setup } from "../setup/index.ts";
import { BACKUP_USER, backupIdentity } from "./backup-identity.ts";

const KEYRING = "/usr/share/keyrings/proxmox-archive-keyring.gpg";
const KEYRING_SHA256 = "136673be77aba35dcce385b28737689ad64fd785a797e57897589aed08db6e45";
const SOURCE = `Types: deb
URIs: http://download.proxmox.com/debian/pbs
Suites: trixie
Components: pbs-no-subscription
Signed-By: ${KEYRING}
`;
const FOLDER = "/srv/datastore";
const OWN = "/etc/homelab-backups";
const PASSWORD = `${OWN}/password`;

/** Proxmox Backup Server, whose datastore is a dataset of a hypervisor. */
export function backupServerSetup(name: string, { inventory }: Lab): Partial<Setup> {
  const machine = inventory.machines[name];
  if (machine?.kind !== "vm" || !machine.backupServer) return {};
  const { datastore, dataset } = machine.backupServer;
  const [host = "", ...path] = dataset.split("/");
  const server = inventory.machines[host]?.lan ?? host;
  const { password, key, certificate } = backupIdentity(name);
  const manage = "proxmox-backup-manager";
  return {
    packages: ["curl", "nfs-common"],
    files: {
      "/etc/apt/sources.list.d/pbs.sources": { text: [SOURCE] },
      "/etc/systemd/system/srv-datastore.mount": { text: [mount(server, path.join("/"))] },
      [PASSWORD]: { text: [password] },
      [`${OWN}/proxy.key`]: { text: [key] },
      [`${OWN}/proxy.pem`]: { text: [certificate] },
    },
    commands: [
      `curl -fsSo ${KEYRING} https://enterprise.proxmox.com/debian/proxmox-archive-keyring-trixie.gpg`,
      `echo "${KEYRING_SHA256}  ${KEYRING}" | sha256sum --check --quiet`,
      "apt-get update -q",
      "DEBIAN_FRONTEND=noninteractive apt-get install -y -q proxmox-backup-server",
      // Copied, because their folder is the package's own, and it minds whose it is.
      `install -m 0640 -o root -g backup ${OWN}/proxy.key ${OWN}/proxy.pem /etc/proxmox-backup/`,
      "systemctl restart proxmox-backup-proxy",
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
