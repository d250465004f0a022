import { homedir } from "node:os";
import { join } from "node:path";
import * as z from "zod";
import { type Environment, readEnvironment, serving, whole } from "../kit/index.ts";
import { readHouse } from "./models.ts";

/** A line for each that may ask: its name, a space, its key. */
const LINE = /^([a-z0-9_-]+)[ \t]+(\S{16,})$/i;

const NO_KEYS = "is not set; write a key for each who may ask into a file, and name it by MANAGER_KEYS_FILE";

const keys = z.string(NO_KEYS).transform((text, context) => {
  const lines = text.split("\n").flatMap((line) => line.trim() || []);
  const all = lines.map((line) => LINE.exec(line)?.slice(1) ?? []);
  const wrong = all.findIndex((each) => each.length === 0);
  if (wrong >= 0)
    context.addIssue(
      `has a line (${wrong + 1}) that is no name and key; write "router", a space, and what "openssl rand -hex 24" says`,
    );
  return Object.fromEntries(all) as Record<string, string>;
});

const schema = z.object({
  ...serving,
  MANAGER_MODELS: z.string().default("models.json"),
  MANAGER_GAMING: z.string().optional(),
  MANAGER_KEYS: keys,
  MANAGER_DATA_DIR: z.string().optional(),
  DOCKER_SOCKET: z
    .string()
    .startsWith("/", "is no path; write one such as /var/run/docker.sock")
    .default("/var/run/docker.sock"),
  MANAGER_GPU: z
    .union([z.url({ protocol: /^https?$/ }), z.literal("none"), z.string().regex(/^[\w./-]*nvidia-smi$/)], {
      error:
        'is neither the program nvidia-smi, nor the address of a DCGM exporter, nor "none"; write one of them',
    })
    .default("nvidia-smi"),
  MANAGER_CARD: whole(0, 15, 0).default(0),
});

export function readSettings(environment: Environment) {
  const { read, strange } = readEnvironment(
    { prefix: "MANAGER", secrets: ["MANAGER_KEYS"], schema },
    environment,
  );
  return {
    ...read,
    house: readHouse({ models: read.MANAGER_MODELS, gaming: read.MANAGER_GAMING }),
    dataDir: read.MANAGER_DATA_DIR ?? join(dataHome(environment), "homelab-manager"),
    /** For the log: names that look like ours and are not. */
    strange,
  };
}

export type Settings = Omit<ReturnType<typeof readSettings>, "strange">;

function dataHome({ XDG_DATA_HOME }: Environment): string {
  return XDG_DATA_HOME ?? join(homedir(), ".local", "share");
}
