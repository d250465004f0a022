import { BlockList } from "node:net";
import * as z from "zod";
import { address, type Environment, readEnvironment, serving } from "../kit/index.ts";
import { addNetwork } from "./people/index.ts";

const http = (example: string) => address(/^https?$/, example);

const networks = z
  .string()
  .default("")
  .transform((text) =>
    text
      .split(",")
      .map((each) => each.trim())
      .filter((each) => each !== ""),
  )
  .refine(areNetworks, "is not a list of networks; write one such as 10.42.0.0/16,192.168.1.9");

const schema = z.object({
  ...serving,
  /** Who lives here: JSON. */
  FAMILY_HOUSEHOLD_FILE: z.string({
    error: "is not set; write the path of the file that says who lives here",
  }),
  /** Under which address people come: for their links, and to tell their own clicks from those of other pages. */
  FAMILY_URL: http("https://family.home").optional(),
  /** Personal links follow from it. */
  FAMILY_SECRET: z
    .string({ error: "is not set; write a long secret, which personal links follow from" })
    .min(32, "is shorter than 32 characters; write a longer one"),
  FAMILY_TRUSTED_PROXIES: networks,
  DATABASE_URL: z
    .string({ error: "is not set; write one such as postgresql://family:...@localhost/family" })
    .regex(/^postgres(ql)?:\/\//, "is not the address of a PostgreSQL"),
  FAMILY_ROUTER_URL: http("http://router:8080").default("http://127.0.0.1:8080"),
  FAMILY_ROUTER_KEY: z.string().optional(),
  FAMILY_MODEL: z.string().default("auto"),
  FAMILY_VISION_MODEL: z.string().default("vision"),
  FAMILY_EMBEDDINGS_MODEL: z.string().default("embeddings"),
  /** Without them nobody can speak to it, and it does not read aloud. */
  FAMILY_HEARING_MODEL: z.string().optional(),
  FAMILY_SPEECH_MODEL: z.string().optional(),
  FAMILY_VOICE: z.string().default("alloy"),
  /** Without it papers are kept, and not found by their meaning. */
  QDRANT_URL: http("http://qdrant:6333").optional(),
  QDRANT_API_KEY: z.string().optional(),
});

const secrets = ["FAMILY_SECRET", "DATABASE_URL", "FAMILY_ROUTER_KEY", "QDRANT_API_KEY"] as const;

export type Settings = z.output<typeof schema>;

export function readSettings(environment: Environment) {
  return readEnvironment({ prefix: "FAMILY", secrets, schema }, environment);
}

function areNetworks(list: readonly string[]): boolean {
  try {
    for (const each of list) addNetwork(new BlockList(), each);
    return true;
  } catch {
    return false;
  }
}
