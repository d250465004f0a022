import { homedir } from "node:os";
import { join } from "node:path";
import * as z from "zod";
import { type Environment, namedKeys, readEnvironment, serving, whole } from "../kit/index.ts";
import { readHouse } from "./models.ts";

const keys = namedKeys(
  "is not set; write a key for each who may ask into a file, and name it by MANAGER_KEYS_FILE",
  "router",
);

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
