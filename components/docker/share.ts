import { type Inventory, sharesOf } from "../inventory/index.ts";
import { addressOf, type ResolvedPart, type Service } from "../lab/index.ts";
import { loginOf } from "../secrets/index.ts";
import type { Volume } from "../service/index.ts";

interface SharePlan {
  driverOpts: { type: string; device: string };
  /** Apart from the rest, because a password may stand in it. */
  options: ResolvedPart[];
}

/** A folder of a file server, as mount(8) wants it said: the local driver mounts it when the container starts. */
export function mountShare(
  { share, folder, readOnly }: Extract<Volume, { kind: "share" }>,
  service: Service,
  inventory: Inventory,
): SharePlan {
  const [server = ""] = share.split("/");
  const offered = sharesOf(inventory)[share];
  const address = addressOf(server, service.place, inventory);
  if (!offered || !address) throw new Error(`${service.name} was checked to reach ${share}, and does not`);
  const path = folder ? `${offered.path}/${folder}` : offered.path;
  return {
    driverOpts: {
      type: offered.protocol,
      device: { nfs: `:${path}`, cifs: `//${address}${path}` }[offered.protocol],
    },
    options: [
      [`addr=${address}`, readOnly ? "ro" : "rw", ...offered.options].join(","),
      ...(offered.login
        ? [`,username=${offered.login.user},password=`, { secret: loginOf(share), of: service.name }]
        : []),
    ],
  };
}
