import * as pulumi from "@pulumi/pulumi";
import { stringify } from "yaml";

export interface Recorded {
  name: string;
  type: string;
  inputs: Record<string, unknown>;
}

/** Runs a program under Pulumi's mocks and keeps every resource that it registers. */
export async function record(
  stack: string,
  config: Record<string, string>,
  program: () => Promise<unknown>,
): Promise<Recorded[]> {
  const resources: Recorded[] = [];
  await pulumi.runtime.setMocks(
    {
      newResource: ({ name, type, inputs, id }) => {
        resources.push({ name, type, inputs });
        return { id: id || name, state: inputs };
      },
      call: ({ token }) => {
        throw new Error(`the program asked the provider ${token}, which no preview can answer`);
      },
    },
    "homelab",
    stack,
    true,
  );
  pulumi.runtime.setAllConfig(
    config,
    Object.keys(config).filter((key) => /(Secret|:access)$/.test(key)),
  );
  await program();
  await pulumi.runtime.disconnect();
  return resources.sort((a, b) => key(a).localeCompare(key(b)));
}

/** One document per resource, in an order that does not depend on timing: a reviewer sees what a change changes. */
export function dump(resources: Recorded[]): string {
  return resources
    .map(({ name, type, inputs }) =>
      stringify({ [`${type} ${name}`]: conceal(inputs) }, { sortMapEntries: true, lineWidth: 110 }),
    )
    .join("---\n");
}

function key({ type, name }: Recorded): string {
  return `${name} ${type}`;
}

/** A golden file lies in Git: what is secret must not. */
function conceal(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(conceal);
  if (typeof value !== "object" || value === null) return value;
  if (pulumi.runtime.specialSigKey in value) return "[secret]";
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, conceal(each)]));
}
