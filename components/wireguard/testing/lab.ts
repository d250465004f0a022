import { namedLab } from "../../dns/testing/lab.ts";
import type { InventorySpec } from "../../inventory/index.ts";
import type { Lab } from "../../lab/index.ts";
import { ownSecret } from "../../secrets/index.ts";
import type { SetupText } from "../../setup/index.ts";

export const wireguard = {
  server: "core-arm",
  endpoint: "home.example.com",
  network: "10.9.0.0/24",
  peers: {
    laptop: { about: "Of whoever runs the house", person: "owner", address: "10.9.0.2" },
    phone: { about: "Too old for the tailnet", person: "guest", address: "10.9.0.3" },
  },
} satisfies InventorySpec["wireguard"];

/** A house with name servers and an ingress, into which an admin and a guest come. */
export function openLab(change: object = {}): Lab {
  return namedLab([], {
    people: {
      owner: { email: "owner@example.com", groups: ["admin", "plex-users"] },
      guest: { email: "guest@example.com", groups: ["plex-users"] },
    },
    wireguard: { ...wireguard, ...change },
  });
}

/** As it would be with its secrets filled in; nothing else than keys may be among them. */
export async function filled(text: SetupText): Promise<string> {
  const parts = text.map((part) => {
    if (typeof part === "string") return part;
    if (!("owner" in part)) throw new Error(`not a secret of our own: ${JSON.stringify(part)}`);
    return ownSecret("a root secret of a lab that is only a test", "test", part);
  });
  return (await Promise.all(parts)).join("");
}
