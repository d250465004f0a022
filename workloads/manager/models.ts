import { readFileSync } from "node:fs";
import * as z from "zod";
import { SettingsProblem, size } from "../kit/index.ts";
import { type Gaming, gaming } from "./gaming/rules.ts";

const name = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9_.-]*$/i,
    'is no name: use letters, digits, "-", "_" and ".", and begin with none of these',
  );
const seconds = z.number().positive("is no number of seconds; write one such as 45");

const model = z.strictObject({
  name,
  /** Its container, which exists: whoever declares it says all the rest of it. The model's name, where none is said. */
  container: name.optional(),
  port: z.int().min(1).max(65_535),
  /** A path that is answered with 2xx once it is loaded. */
  health: z.string().startsWith("/", 'is no path; write one such as "/health"').default("/health"),
  /** With the context that it is used with, at most. */
  vram: size,
  context: z.int().positive().optional(),
  quantization: z.string().min(1).optional(),
  /** How long it usually takes, until its first load has shown it. */
  loadSeconds: seconds.default(60),
  /** When it is given up. */
  startsWithin: seconds.default(600),
  /** Unused for so long, it is stopped; "never" is loaded by itself whenever there is room. */
  idleMinutes: z
    .union([z.number().positive(), z.literal("never")], {
      error: 'is neither a number of minutes nor "never"',
    })
    .default(15),
});

const models = z
  .strictObject({
    /** Of the card. */
    vram: size,
    /** What the desktop takes of it; "0" for a machine without one. */
    reserve: z
      .literal("0")
      .transform(() => 0)
      .or(size)
      .prefault("1GiB"),
    models: z.array(model).min(1, "names no model; write at least one"),
  })
  .transform(({ models, ...rest }) => ({
    ...rest,
    models: models.map((each) => ({ ...each, container: each.container ?? each.name })),
  }))
  .superRefine(({ vram, reserve, models }, context) => {
    const report = (path: PropertyKey[], message: string) =>
      context.addIssue({ code: "custom", path, message, input: undefined });
    models.forEach((each, index) => {
      if (each.vram > vram - reserve) {
        const room = `has ${gib(vram)}, of which ${gib(reserve)} are the desktop's`;
        report(
          ["models", index, "vram"],
          `is more than the card can hold: ${each.name} takes ${gib(each.vram)}, and the card ${room}; use a smaller model, a shorter context, or one that is quantized further`,
        );
      }
      for (const key of ["name", "container"] as const) {
        const other = models.findIndex((one) => one[key] === each[key]);
        if (other < index)
          report(["models", index, key], `"${each[key]}" is that of models.${other}, too; give each its own`);
      }
    });
  });

export type Model = z.output<typeof models>["models"][number];

/** What there is to share, and how. */
export type House = z.output<typeof models> & { gaming: Gaming };

/** Throws a SettingsProblem that names all that is wrong with the files at once. */
export function readHouse(files: { models: string; gaming: string | undefined }): House {
  const { models: one, gaming: other } = files;
  return houseFrom(
    { file: one, given: readJson("MANAGER_MODELS", one) },
    other === undefined ? undefined : { file: other, given: readJson("MANAGER_GAMING", other) },
  );
}

interface Given {
  file: string;
  given: unknown;
}

export function houseFrom(one: Given, other: Given = { file: "", given: {} }): House {
  return { ...checked(models, one), gaming: checked(gaming, other) };
}

function readJson(setting: string, file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new SettingsProblem([
      `${setting} names ${file}, which cannot be read (${code}). Mend the path or its rights.`,
    ]);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new SettingsProblem([`${file} is not JSON: ${(error as Error).message}.`]);
  }
}

function checked<Schema extends z.ZodType>(schema: Schema, { file, given }: Given): z.output<Schema> {
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  throw new SettingsProblem(
    result.error.issues.map(({ path, message }) => `${file}: ${path.join(".") || "all of it"}: ${message}.`),
  );
}

export function gib(bytes: number): string {
  return `${Number((bytes / 2 ** 30).toFixed(1))} GiB`;
}
