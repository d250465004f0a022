import type { Sandbox } from "../../../sandbox/index.ts";

/** The nodes on which the pods of each service run now, by stack and service. */
export async function runningPods(sandbox: Sandbox): Promise<Map<string, string[]>> {
  const nodes = new Map<string, string[]>();
  for (const { stack, service, node } of await sandbox.pods()) {
    const key = podKey(stack, service);
    nodes.set(key, [...new Set([...(nodes.get(key) ?? []), node ?? "nowhere yet"])]);
  }
  return nodes;
}

export function podKey(stack: string, service: string): string {
  return `${stack}/${service}`;
}
