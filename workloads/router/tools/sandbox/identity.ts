import { stat } from "node:fs/promises";

export interface Identity {
  uid: number;
  gid: number;
}

const NOBODY: Identity = { uid: 65_534, gid: 65_534 };

/**
 * As whom programs run. Root's processes are not counted by the kernel, so a fork bomb of root has no bound, and what
 * root may write is too much: a router that runs as root lends its programs the owner of the folder, or nobody.
 */
export async function identityFor(folder: string): Promise<Identity | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const { uid, gid } = await stat(folder);
  return uid === 0 ? NOBODY : { uid, gid };
}

export function become(identity: Identity | undefined): string[] {
  if (!identity) return [];
  return [
    "setpriv",
    `--reuid=${identity.uid}`,
    `--regid=${identity.gid}`,
    "--clear-groups",
    "--no-new-privs",
    "--",
  ];
}
