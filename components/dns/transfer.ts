import type { OwnSecret } from "../secrets/index.ts";
import type { SetupText } from "../setup/index.ts";

/** BIND's own port: Pi-hole has the usual one. */
export const BIND_PORT = 5335;

export const TRANSFER_KEY_FILE = "/etc/bind/transfer.key";

/** What the name servers know one another by: 44 letters are 33 bytes in base64, without a padding at their end. */
const TRANSFER_KEY: OwnSecret = { owner: "dns/transfer", name: "key", length: 44 };

export function transferKey(): SetupText {
  return ['key "transfer" {\n\talgorithm hmac-sha256;\n\tsecret "', TRANSFER_KEY, '";\n};\n'];
}
