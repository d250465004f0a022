import * as z from "zod";
import { duration } from "../config/duration.ts";
import { size } from "./size.ts";

// Part of a tool's name, of a path that a model writes, and of a folder in the sandbox.
const name = z.string().regex(/^[a-z0-9][a-z0-9-]*$/i, { error: "is no name: use letters, digits and `-`" });

const folder = z.string().startsWith("/", { error: "must be an absolute path: write /home/me/project" });

const root = z
  .union([folder, z.strictObject({ folder, writable: z.boolean().default(false) })])
  .transform((given) => (typeof given === "string" ? { folder: given, writable: false } : given));

const mcpCommon = {
  /** For one call. */
  timeout: duration.default(60_000),
};

const mcp = z.union(
  [
    z.strictObject({
      ...mcpCommon,
      command: z.string().min(1),
      args: z.array(z.string()).default([]),
      /** All that it gets beside HOME, LOGNAME, PATH, SHELL, TERM and USER. */
      env: z.record(z.string(), z.string()).default({}),
      /** Variables whose value is in a file: secrets stay out of providers.yaml. */
      envFiles: z.record(z.string(), z.string().min(1)).default({}),
    }),
    z.strictObject({
      ...mcpCommon,
      url: z.url({ protocol: /^https?$/, error: 'is no address: write "https://host/mcp"' }),
      headers: z.record(z.string(), z.string()).default({}),
      /** Sent as `Authorization: Bearer`, read again at every connection. */
      tokenFile: z.string().min(1).optional(),
    }),
  ],
  { error: "is no MCP server: give it a `command` with `args`, or a `url`" },
);

const sandbox = z
  .union([
    z.enum(["bubblewrap", "none"]),
    z.strictObject({
      kind: z.literal("bubblewrap"),
      /** Folders that programs may read beside /usr: `/opt/go`. */
      readOnly: z.array(folder).default([]),
    }),
    z.strictObject({
      kind: z.literal("container"),
      /** Holds git and the allowed programs; is never pulled. */
      image: z.string().min(1),
      engine: z.enum(["docker", "podman"]).default("docker"),
    }),
    z.strictObject({ kind: z.literal("none") }),
  ])
  .transform((given) => {
    if (given === "bubblewrap") return { kind: given, readOnly: [] };
    return given === "none" ? { kind: given } : given;
  });

const limits = z.strictObject({
  /** For one call of a tool. */
  time: duration.default(60_000),
  /** Of one process in the sandbox; of all together in a container. */
  memory: size.default(2 ** 30),
  processes: z.number().int().min(1).max(4096).default(64),
  /** What a model gets to see of one result. */
  output: size.default(64_000),
  /** The largest file that is read or written. */
  file: size.default(2_000_000),
  /** How often a model is asked within one request; the last time it has to answer. */
  steps: z.number().int().min(2).max(100).default(16),
  /** Calls of one step that run at once. */
  parallel: z.number().int().min(1).max(32).default(4),
});

/** The section `tools` of providers.yaml. Nothing is offered that is not said here and allowed to the key. */
export const toolsSchema = z.strictObject({
  roots: z.record(name, root).default({}),
  /** Folders of folders, each with a SKILL.md. */
  skills: z.array(folder).default([]),
  git: z
    .strictObject({
      author: z.strictObject({
        name: z.string().regex(/^[^<>\n]+$/),
        email: z.string().regex(/^[^<>\s]+@[^<>\s]+$/),
      }),
    })
    .prefault({ author: { name: "router", email: "router@localhost" } }),
  shell: z
    .strictObject({
      /**
       * A program and the arguments that it may get, word by word: `npm: [test, "run build *"]`. A `*` stands for any
       * text in a word; as the last word, for any more words.
       */
      programs: z.record(z.string().regex(/^[^\s]+$/), z.array(z.string())).default({}),
      network: z.boolean().default(false),
    })
    .prefault({}),
  mcp: z.record(name, mcp).default({}),
  sandbox: sandbox.prefault("bubblewrap"),
  limits: limits.prefault({}),
});

export type ToolsSettings = z.output<typeof toolsSchema>;
export type Limits = ToolsSettings["limits"];
export type McpSettings = ToolsSettings["mcp"][string];
export type SandboxSettings = ToolsSettings["sandbox"];
export type ShellSettings = ToolsSettings["shell"];
