import type { PlannedService } from "../kubernetes/index.ts";
import { mainPort } from "../lab/index.ts";
import { failed, idOf, ok, type Page, type ProxiedCheck, unseen } from "./check.ts";

/** What has no address of its own is asked by the API server of its cluster, at the page that says whether it is well. */
export function proxiedChecks(cluster: string, { service, plan }: PlannedService): ProxiedCheck[] {
  const { name, namespace, health, urls } = service;
  if (!health || !("ready" in health) || Object.keys(urls).length > 0 || !plan.service) return [];
  const port = health.port ? service.ports[health.port] : mainPort(service);
  if (!port) return [];
  return [
    {
      id: idOf({ place: cluster, topic: "pages", name }),
      place: cluster,
      topic: "pages",
      service: name,
      about: `it answers at ${health.ready}`,
      madeBy: "kubelet",
      by: "proxy",
      path: `/api/v1/namespaces/${namespace}/services/${name}:${port.number}/proxy${health.ready}`,
      judge: (page) => judge(page, namespace, name),
    },
  ];
}

function judge(page: Page, namespace: string, name: string) {
  const { status, text } = page;
  const refusal = messageOf(text);
  if (refusal?.includes("no endpoints available"))
    return failed("none of its pods is ready", `kubectl -n ${namespace} get pods`);
  // Its policy lets nobody in but those who need it, and of the API server it knows nothing.
  if (refusal && /timeout|timed out|deadline/i.test(refusal))
    return unseen(
      "its NetworkPolicy keeps the API server out, as it keeps out everybody who does not need it",
    );
  if (status >= 400)
    return failed(`it answers ${status}`, `kubectl -n ${namespace} logs -l app.kubernetes.io/name=${name}`);
  return ok(`it answers ${status}`);
}

/** What the API server says itself, where it did not reach the service. */
function messageOf(text: string): string | undefined {
  try {
    const said = JSON.parse(text);
    return said?.kind === "Status" && typeof said.message === "string" ? said.message : undefined;
  } catch {
    return undefined;
  }
}
