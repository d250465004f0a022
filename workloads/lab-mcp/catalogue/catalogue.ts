import { readFileSync } from "node:fs";
import { closest } from "fastest-levenshtein";
import * as z from "zod";
import { SettingsProblem } from "../../kit/index.ts";
import { Refused } from "../refused.ts";

const figures = z.object({ has: z.number(), asked: z.number() });

const handle = z.object({
  kind: z.enum(["deployments", "statefulsets", "daemonsets"]),
  /** Copies that there may be; nothing, where that is nobody's to say. */
  most: z.int().nonnegative().optional(),
});

const service = z.object({
  name: z.string().regex(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/),
  about: z.string().default(""),
  group: z.string().default("services"),
  lifecycle: z.string().default("production"),
  cluster: z.string().optional(),
  namespace: z
    .string()
    .regex(/^[a-z0-9-]+$/)
    .optional(),
  machines: z.array(z.string()).default([]),
  needs: z.array(z.string()).default([]),
  url: z.string().optional(),
  asks: z.object({ copies: z.int(), cpu: z.number(), memory: z.number() }).optional(),
  /** Where it can be taken hold of, by the Kubernetes API that this program speaks with. */
  handle: handle.optional(),
});

const schema = z.object({
  name: z.string(),
  services: z.array(service),
  machines: z
    .array(z.object({ name: z.string(), about: z.string().default(""), site: z.string().optional() }))
    .default([]),
  room: z
    .array(z.object({ of: z.string(), isCluster: z.boolean(), memory: figures, cpu: figures }))
    .default([]),
});

export type LabService = z.output<typeof service>;

/** What is declared of the lab: it changes with the program, and never while that runs. */
export class Catalogue {
  readonly name: string;
  readonly services: readonly LabService[];
  readonly machines: z.output<typeof schema>["machines"];
  readonly room: z.output<typeof schema>["room"];
  readonly #byName: ReadonlyMap<string, LabService>;

  constructor({ name, services, machines, room }: z.output<typeof schema>) {
    this.name = name;
    this.services = services;
    this.machines = machines;
    this.room = room;
    this.#byName = new Map(services.map((each) => [each.name, each]));
  }

  /** Throws what a model can learn from. */
  named(name: string): LabService {
    const found = this.#byName.get(name);
    if (found) return found;
    const names = [...this.#byName.keys()];
    const meant = names.length > 0 ? ` Did you mean ${closest(name, names)}?` : "";
    throw new Refused(
      `There is no service ${JSON.stringify(name)}.${meant} list_services tells all of them.`,
    );
  }
}

/** Throws a SettingsProblem that says where the file is wrong. */
export function readCatalogue(file: string): Catalogue {
  const problem = (reason: string) =>
    new SettingsProblem([`LAB_MCP_CATALOGUE_FILE names ${file}, ${reason}`]);
  let said: unknown;
  try {
    said = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw problem(
      code ? `which cannot be read (${code}). Mend the path or its rights.` : "which is not JSON.",
    );
  }
  const { data, error } = schema.safeParse(said);
  const [issue] = error?.issues ?? [];
  if (!data) throw problem(`where ${issue?.path.join(".") || "the whole"} is wrong: ${issue?.message}.`);
  return new Catalogue(data);
}
