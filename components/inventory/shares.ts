import type { Machine } from "./machine.ts";
import type { Share } from "./storage.ts";

/** A folder that some machine offers to others, however it is declared there. */
export interface Offer extends Omit<Share, "login"> {
  login?: { user: string; password: Password };
}

/** Given by whoever runs the server, or derived for a server that is set up from here. */
type Password = { token: string } | { owner: `machines/${string}`; name: string; length: number };

/** Who may mount what a hypervisor shares by SMB: its setup makes this user, with this password. */
export function sambaLogin(machine: string) {
  return {
    user: "homelab",
    password: { owner: `machines/${machine}`, name: "samba", length: 32 },
  } as const;
}

/** Every share of a lab by the name that services use: `nas/media`, and `node006/media` for a dataset. */
export function sharesOf({ machines }: { machines: Record<string, Machine> }): Record<string, Offer> {
  return Object.fromEntries(
    Object.entries(machines).flatMap(([name, machine]) =>
      Object.entries(offersOf(name, machine)).map(([share, offer]) => [`${name}/${share}`, offer]),
    ),
  );
}

function offersOf(name: string, machine: Machine): Record<string, Offer> {
  if (machine.kind === "nas")
    return Object.fromEntries(
      Object.entries(machine.shares).map(([share, { login, ...rest }]) => [
        share,
        { ...rest, ...(login && { login: { user: login.user, password: { token: login.password } } }) },
      ]),
    );
  if (machine.kind !== "hypervisor") return {};
  return Object.fromEntries(
    Object.entries(machine.pools).flatMap(([pool, { datasets }]) =>
      Object.entries(datasets).flatMap(([dataset, { share }]): [string, Offer][] => {
        if (share === "nfs") return [[dataset, nfs(`/${pool}/${dataset}`)]];
        return share === "smb" ? [[dataset, smb(`/${dataset}`, name)]] : [];
      }),
    ),
  );
}

function nfs(path: string): Offer {
  return { protocol: "nfs", path, options: ["nfsvers=4.2"] };
}

function smb(path: string, machine: string): Offer {
  return { protocol: "cifs", path, options: ["vers=3.1.1"], login: sambaLogin(machine) };
}
