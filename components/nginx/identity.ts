import { createHash } from "node:crypto";
import { certify, keyFrom } from "../certificates/index.ts";
import { hostFor, type Lab, type Service } from "../lab/index.ts";
import type { OwnSecret } from "../secrets/index.ts";
import { servicesBehind } from "./services.ts";

const ROOT_UNTIL = 2076;

/**
 * Who a Docker host is to those who ask it by name: an authority of its own, and what that signs. Apple's devices take no
 * certificate that is valid for more than 825 days, so each year's first update brings one for two years.
 */
export function identityOf(ingress: Service, lab: Lab, year = new Date().getUTCFullYear()) {
  const host = "docker" in ingress.place ? ingress.place.docker : ingress.name;
  const seed = { owner: `ingress/${host}`, name: "identity", length: 48 } as const;
  const names = servicesBehind(ingress, lab).map(
    (service) => `${hostFor(service, "lan")}.${lab.inventory.home}`,
  );
  const of = (make: NonNullable<OwnSecret["make"]>): OwnSecret => ({ ...seed, make });
  return {
    root: of((letters) => rootOf(host, letters)),
    key: of((letters) => keyFrom(letters, "server").pem),
    certificate: of((letters) =>
      certify({
        subject: [{ CN: [host] }],
        key: keyFrom(letters, "server"),
        issuer: authority(host, letters),
        from: year,
        until: year + 1,
        use: { names },
      }),
    ),
    passwords: {
      owner: `ingress/${host}`,
      name: "admin",
      length: 24,
      make: (password) => `admin:${salted(password)}\n`,
    } satisfies OwnSecret,
  };
}

function rootOf(host: string, letters: string): Promise<string> {
  const own = authority(host, letters);
  return certify({ ...own, issuer: own, until: ROOT_UNTIL, use: "authority" });
}

function authority(host: string, letters: string) {
  return { subject: [{ CN: [`${host} root`] }], key: keyFrom(letters, "root") };
}

/** As nginx compares it (RFC 2307). The salt follows from the password, so that a preview shows no change. */
function salted(password: string): string {
  const salt = createHash("sha256").update(`salt of ${password}`).digest().subarray(0, 8);
  const digest = createHash("sha1").update(password).update(salt).digest();
  return `{SSHA}${Buffer.concat([digest, salt]).toString("base64")}`;
}
