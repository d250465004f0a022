import type { Lab, Service } from "../lab/index.ts";
import type { OwnSecret } from "../secrets/index.ts";
import { nginxConf } from "./configuration.ts";
import { FILES } from "./files.ts";
import { identityOf } from "./identity.ts";

/** Everything that makes an nginx the ingress of its Docker host, by path. */
export function ingressFiles(ingress: Service, lab: Lab): Record<string, (string | OwnSecret)[]> {
  const { certificate, key, root, passwords } = identityOf(ingress, lab);
  return {
    [FILES.configuration]: [nginxConf(ingress, lab)],
    [FILES.certificate]: [certificate],
    [FILES.key]: [key],
    [FILES.root]: [root],
    [FILES.passwords]: [passwords],
  };
}
