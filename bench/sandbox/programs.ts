/** As many small objects of a real cluster: no pods, so that it is the update that is measured, and not kwok. */
export function inCluster(count: number, kubeconfigFile: string): string {
  return `
import { readFileSync } from "node:fs";
import * as kubernetes from "@pulumi/kubernetes";
const kubeconfig = readFileSync(${JSON.stringify(kubeconfigFile)}, "utf8");
const provider = new kubernetes.Provider("bench", { kubeconfig });
const namespace = new kubernetes.core.v1.Namespace("bench", { metadata: { name: "bench" } }, { provider });
for (let index = 0; index < ${count}; index += 1)
  new kubernetes.core.v1.ConfigMap(\`object-\${index}\`, {
    metadata: { name: \`object-\${index}\`, namespace: namespace.metadata.name },
    data: { index: String(index), text: "a line of some length, as a setting has it" },
  }, { provider });
`;
}

/** As many things that exist only in the state: what the engine and its state file take by themselves. */
export function inTheState(count: number): string {
  return `
import * as pulumi from "@pulumi/pulumi";
class Thing extends pulumi.CustomResource {
  constructor(name: string, args: object) {
    super("tiny:index:Thing", name, args, { version: "1.0.0" });
  }
}
for (let index = 0; index < ${count}; index += 1)
  new Thing(\`thing-\${index}\`, { size: index, colour: "a line of some length, as a setting has it" });
`;
}
