import { readFileSync } from "node:fs";
import * as z from "zod";
import { SettingsProblem } from "../../kit/index.ts";

const look = z.url({ protocol: /^(https?|tcp)$/ }).optional();

const service = z.object({
  name: z.string().min(1),
  about: z.string().default(""),
  group: z.string().default("services"),
  cluster: z.string().optional(),
  /** Where it may stand: it falls with the last of them. */
  machines: z.array(z.string()).default([]),
  /** File servers that its files lie on. */
  stores: z.array(z.string()).default([]),
  needs: z.array(z.string()).default([]),
  /** It is not always there, and that is no fault. */
  mayRest: z.boolean().default(false),
  url: z.url({ protocol: /^https?$/ }).optional(),
  look,
});

const machine = z.object({
  name: z.string().min(1),
  about: z.string().default(""),
  site: z.string().optional(),
  mayRest: z.boolean().default(false),
  look,
});

const house = z.object({
  name: z.string(),
  services: z.array(service),
  machines: z.array(machine).default([]),
});

export type House = z.output<typeof house>;
export type HouseService = House["services"][number];
export type HouseMachine = House["machines"][number];

/** Throws a SettingsProblem that says where the file is wrong. */
export function readHouse(file: string): House {
  const problem = (reason: string) => new SettingsProblem([`HOMEBRAIN_HOUSE_FILE names ${file}, ${reason}`]);
  let said: unknown;
  try {
    said = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw problem(
      code ? `which cannot be read (${code}). Mend the path or its rights.` : "which is not JSON.",
    );
  }
  const { data, error } = house.safeParse(said);
  const [issue] = error?.issues ?? [];
  if (!data) throw problem(`where ${issue?.path.join(".") || "the whole"} is wrong: ${issue?.message}.`);
  const names = data.services.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw problem(`which has two services of the name ${twice}.`);
  return data;
}
