import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { LineCounter, parseDocument } from "yaml";
import type { z } from "zod";
import { type RouterConfig, routerConfigSchema } from "./schema.ts";

/** A configuration that cannot be used; the message holds every problem, and where it is. */
export class ConfigFault extends Error {
  constructor(file: string, problems: string[]) {
    super(problems.map((problem) => `${file}: ${problem}`).join("\n"));
    this.name = "ConfigFault";
  }
}

/** Who has written nothing yet has an Ollama on the same machine, or sees in the log what is missing. */
const BARE = "providers: [{ name: ollama, kind: ollama, baseUrl: http://127.0.0.1:11434 }]";

/** What a router is without a providers.yaml. */
export function bareConfig(): RouterConfig {
  return parseConfig(BARE, "providers.yaml");
}

/** Reads providers.yaml and the key files that it names. */
export async function loadConfig(file: string): Promise<RouterConfig> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    throw new ConfigFault(file, [
      `cannot be read (${(error as NodeJS.ErrnoException).code}): set ROUTER_CONFIG to the path of your providers.yaml`,
    ]);
  }
  const config = parseConfig(text, file);
  await readKeys(config, file);
  return config;
}

export function parseConfig(text: string, file: string): RouterConfig {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const [error] = document.errors;
  if (error) {
    const { line, col } = lines.linePos(error.pos[0]);
    throw new ConfigFault(file, [`line ${line}, column ${col}: ${firstLine(error.message)}`]);
  }
  const parsed = routerConfigSchema.safeParse(document.toJS() ?? {});
  if (!parsed.success) {
    throw new ConfigFault(
      file,
      parsed.error.issues.map((issue) => {
        // A missing key has no place of its own: the thing around it is shown.
        const node = nearestNode(document, issue.path);
        const place = node?.range ? `line ${lines.linePos(node.range[0]).line}: ` : "";
        return `${place}${told(issue)}`;
      }),
    );
  }
  const clashes = doubles(parsed.data);
  if (clashes.length > 0) throw new ConfigFault(file, clashes);
  return parsed.data;
}

function firstLine(text: string): string {
  return (text.split("\n")[0] ?? text).replace(/ at line \d+, column \d+:?$/, "");
}

function nearestNode(document: ReturnType<typeof parseDocument>, path: PropertyKey[]) {
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true);
    if (node && typeof node === "object" && "range" in node) {
      return node as { range?: [number, number, number] | null };
    }
  }
  return undefined;
}

/** `providers[0].kind: ...`, with the keys that would have been right where one is unknown. */
function told(issue: z.core.$ZodIssue): string {
  const path = issue.path
    .map((part, index) => (typeof part === "number" ? `[${part}]` : `${index > 0 ? "." : ""}${String(part)}`))
    .join("");
  if (issue.code === "invalid_union") {
    const inner = issue.errors.flat().find((one) => one.path.length > 0) ?? issue.errors.flat()[0];
    if (inner) return told({ ...inner, path: [...issue.path, ...inner.path] });
  }
  return `${path || "the file"}: ${issue.message}`;
}

function doubles(config: RouterConfig): string[] {
  const seen = new Set<string>();
  const problems: string[] = [];
  for (const { name } of config.providers) {
    if (seen.has(name)) problems.push(`two providers are named "${name}": give one of them another name`);
    seen.add(name);
  }
  return problems;
}

async function readKeys({ providers }: RouterConfig, file: string): Promise<void> {
  for (const provider of providers) {
    await readKey(provider, provider.name, file);
    if (provider.manager) await readKey(provider.manager, `the manager of ${provider.name}`, file);
  }
}

async function readKey(
  holder: { apiKey?: string | undefined; apiKeyFile?: string | undefined },
  whose: string,
  file: string,
): Promise<void> {
  if (!holder.apiKeyFile) return;
  const path = resolve(dirname(file), holder.apiKeyFile);
  try {
    holder.apiKey = (await readFile(path, "utf8")).trim();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new ConfigFault(file, [`apiKeyFile of ${whose}: ${path} cannot be read (${code})`]);
  }
  if (!holder.apiKey) throw new ConfigFault(file, [`apiKeyFile of ${whose}: ${path} is empty`]);
}
