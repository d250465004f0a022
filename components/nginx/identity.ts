import { createHash } from "node:crypto";
import { hostIdentity } from "../certificates/index.ts";
import { hostFor, houseOf, type Lab, type Service } from "../lab/index.ts";
import type { OwnSecret } from "../secrets/index.ts";
import { servicesBehind } from "./services.ts";

/** Who a Docker host is to those who ask it by name, and by which password its administrator is known. */
export function identityOf(ingress: Service, lab: Lab, year = new Date().getUTCFullYear()) {
  const host = "docker" in ingress.place ? ingress.place.docker : ingress.name;
  const names = servicesBehind(ingress, lab).map(
    (service) => `${hostFor(service, "lan")}.${lab.inventory.home}`,
  );
  return {
    ...hostIdentity(houseOf(lab), host, names, year),
    passwords: {
      owner: `ingress/${host}`,
      name: "admin",
      length: 24,
      make: (password) => `admin:${salted(password)}\n`,
    } satisfies OwnSecret,
  };
}

/** As nginx compares it (RFC 2307). The salt follows from the password, so that a preview shows no change. */
function salted(password: string): string {
  const salt = createHash("sha256").update(`salt of ${password}`).digest().subarray(0, 8);
  const digest = createHash("sha1").update(password).update(salt).digest();
  return `{SSHA}${Buffer.concat([digest, salt]).toString("base64")}`;
}
