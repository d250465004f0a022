import { type Hypervisor, sambaLogin } from "../inventory/index.ts";
import type { Lab } from "../lab/index.ts";
import type { Setup } from "../setup/index.ts";

type Dataset = Hypervisor["pools"][string]["datasets"][string] & { name: string };

/** The datasets of a hypervisor's pools, with their owners, and the shares through which others reach them. */
export function datasetsSetup(name: string, { inventory }: Lab): Partial<Setup> {
  const machine = inventory.machines[name];
  if (machine?.kind !== "hypervisor" || Object.keys(machine.pools).length === 0) return {};
  const pools = Object.keys(machine.pools);
  const datasets = Object.entries(machine.pools).flatMap(([pool, { datasets: all }]) =>
    Object.entries(all).map(([dataset, each]): Dataset => ({ ...each, name: `${pool}/${dataset}` })),
  );
  const networks = Object.values(inventory.sites[machine.site]?.networks ?? {}).map(({ cidr }) => cidr);
  const nfs = datasets.filter(({ share }) => share === "nfs");
  const smb = datasets.filter(({ share }) => share === "smb");
  return {
    packages: [...(nfs.length > 0 ? ["nfs-kernel-server"] : []), ...(smb.length > 0 ? ["samba"] : [])],
    files: {
      ...(nfs.length > 0 && {
        "/etc/exports.d/homelab.exports": { text: nfs.map((each) => exportOf(each, networks)) },
      }),
      ...(smb.length > 0 && {
        "/etc/samba/homelab.conf": { text: smb.map(sambaShare) },
        [PASSWORD]: { text: [sambaLogin(name).password, "\n"] },
      }),
    },
    commands: [
      ...pools.flatMap((pool) => [isThere(pool), create(`${pool}/vms`)]),
      ...datasets.flatMap((each) => [
        create(each.name),
        `chown ${each.owner.uid}:${each.owner.gid} /${each.name}`,
      ]),
      ...(nfs.length > 0 ? ["exportfs -ra"] : []),
      ...(smb.length > 0 ? SAMBA : []),
    ],
  };
}

/** Which disks it is made of nobody declares: to make it is to erase them. */
function isThere(pool: string): string {
  return `zpool list -H -o name ${pool} >/dev/null || { echo "make the pool ${pool} first: zpool create" >&2; exit 1; }`;
}

function create(dataset: string): string {
  return `zfs list -H -o name ${dataset} >/dev/null 2>&1 || zfs create -o compression=lz4 -o atime=off -o xattr=sa ${dataset}`;
}

/** Whoever writes, it is the dataset's owner who has written: no two programs need the same numbers for their users. */
function exportOf({ name, owner }: Dataset, networks: string[]): string {
  const options = `rw,sync,no_subtree_check,all_squash,anonuid=${owner.uid},anongid=${owner.gid}`;
  return `/${name} ${networks.map((network) => `${network}(${options})`).join(" ")}\n`;
}

const PASSWORD = "/etc/samba/homelab.password";

function sambaShare({ name, about }: Dataset): string {
  return `[${name.split("/").at(-1)}]
  comment = ${about}
  path = /${name}
  read only = no
  valid users = homelab
  admin users = homelab
  inherit owner = yes
`;
}

const SAMBA = [
  "grep -q homelab.conf /etc/samba/smb.conf || echo 'include = /etc/samba/homelab.conf' >> /etc/samba/smb.conf",
  "id homelab >/dev/null 2>&1 || useradd --system --no-create-home --shell /usr/sbin/nologin homelab",
  `cat ${PASSWORD} ${PASSWORD} | smbpasswd -s -a homelab`,
  "systemctl reload-or-restart smbd",
];
