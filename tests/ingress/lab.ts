import type { Lab } from "../../components/lab/index.ts";
import { zoneToken } from "../../components/service/index.ts";
import { chartService, connector, labWith, service } from "../../components/testing/index.ts";

/** A service that the house reaches through the ingress and the world through a tunnel, and who issues its certificates. */
export function ingressLab(): Lab {
  const webhooks = { webhooks: [10250], brings: ["cert-manager.io"] };
  return labWith(
    chartService({ provides: "certificates", secrets: { "zone-token": zoneToken("example.com") } }, webhooks),
    service({ expose: { lan: { guard: "admin" }, public: { access: "admin" } } }),
    { ...connector(), lifecycle: "experimental" },
  );
}
