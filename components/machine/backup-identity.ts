import { X509Certificate } from "node:crypto";
import { certify, keyFrom } from "../certificates/index.ts";
import type { OwnSecret } from "../secrets/index.ts";

/** Whom Proxmox is to the backup server: it writes and prunes its own backups, and no more. */
export const BACKUP_USER = "homelab@pbs";

/** What Proxmox and the backup server know of each other before either of them is there. */
export interface BackupIdentity {
  password: OwnSecret;
  key: OwnSecret;
  certificate: OwnSecret;
  /** By which Proxmox knows the server: its certificate is signed by nobody else. */
  fingerprint: OwnSecret;
}

const UNTIL = 2076;

export function backupIdentity(server: string): BackupIdentity {
  const secret = (name: string): OwnSecret => ({ owner: `machines/${server}`, name, length: 52 });
  const made = (make: NonNullable<OwnSecret["make"]>): OwnSecret => ({ ...secret("backup-identity"), make });
  return {
    password: secret("backup-password"),
    key: made((seed) => keyFrom(seed, "backup-server").pem),
    certificate: made((seed) => certificateOf(server, seed)),
    fingerprint: made(async (seed) =>
      new X509Certificate(await certificateOf(server, seed)).fingerprint256.toLowerCase(),
    ),
  };
}

function certificateOf(server: string, seed: string): Promise<string> {
  const own = { subject: [{ CN: [server] }], key: keyFrom(seed, "backup-server") };
  return certify({ ...own, issuer: own, until: UNTIL, use: { names: [server] } });
}
