import { setTimeout as sleep } from "node:timers/promises";
import { fits, spelledOut } from "../../kit/index.ts";
import { Fault } from "../http/fault.ts";
import type { Caller } from "../keys/caller.ts";
import type { RecordAudit } from "./audit.ts";
import { type CallContext, type CallResult, callTool, type ToolCall } from "./call.ts";
import { fileTools } from "./files/index.ts";
import { gitTools } from "./git/index.ts";
import { McpServer } from "./mcp/index.ts";
import { permits } from "./permission.ts";
import { Root } from "./roots/index.ts";
import { openSandbox, type Sandbox } from "./sandbox/index.ts";
import type { ToolsSettings } from "./schema.ts";
import { shellTools } from "./shell/index.ts";
import { readSkills, skillTools } from "./skills/index.ts";
import { type Tool, ToolError } from "./tool.ts";

const PATIENCE = 2_000;

export interface ToolsOptions {
  settings: ToolsSettings;
  /** Of providers.yaml: what files of secrets are relative to. */
  folder: string;
  record: RecordAudit;
}

/** All server-side tools of one configuration. A new configuration makes a new one, and closes the old. */
export class Tools {
  readonly settings: ToolsSettings;
  readonly #record: RecordAudit;
  readonly #sandbox: Sandbox;
  readonly #own: Tool[];
  readonly #servers: McpServer[];

  constructor({ settings, folder, record }: ToolsOptions) {
    const { limits } = settings;
    const roots = new Map(Object.entries(settings.roots).map(([name, root]) => [name, new Root(name, root)]));
    this.settings = settings;
    this.#record = record;
    this.#sandbox = openSandbox(settings.sandbox, limits);
    const sandbox = this.#sandbox;
    this.#own = [
      ...fileTools(roots, limits),
      ...gitTools({ roots, sandbox, author: settings.git.author }),
      ...shellTools({ roots, sandbox, settings: settings.shell, limits }),
    ];
    this.#servers = Object.entries(settings.mcp).map(([name, server]) => new McpServer(name, server, folder));
  }

  /** What is wrong with the tools' surroundings, for whoever looks after the router. Connects to all MCP servers. */
  async problems(): Promise<string[]> {
    const { sandbox, skills, limits, roots, shell } = this.settings;
    const usesFiles = Object.keys(roots).length > 0;
    const problems: string[] = [];
    if (process.platform !== "linux" && (usesFiles || skills.length > 0)) {
      problems.push(
        "tools.roots and tools.skills need Linux: elsewhere nothing keeps a path inside its folder",
      );
    }
    if (sandbox.kind === "none" && Object.keys(shell.programs).length > 0) {
      problems.push(
        "tools.sandbox is none: programs that a model runs can read and do all that the router can",
      );
    }
    const sandboxProblem = usesFiles ? await this.#sandbox.problem() : undefined;
    if (sandboxProblem)
      problems.push(`tools.sandbox: ${sandboxProblem}; until then git and shell tools fail`);
    problems.push(
      ...(await readSkills(skills, limits.file)).problems.map((problem) => `tools.skills: ${problem}`),
    );
    await Promise.allSettled(this.#servers.map((server) => server.tools()));
    problems.push(
      ...this.#servers.flatMap(({ name, fault }) => (fault ? [`tools.mcp.${name}: ${fault}`] : [])),
    );
    return problems;
  }

  /** What a caller may use of what is asked for; a Fault where that is nothing. */
  async offered(caller: Caller, asked: readonly string[]): Promise<Tool[]> {
    const allowed = await this.allowed(caller, asked);
    for (const pattern of asked) {
      if (!allowed.some(({ name }) => fits(pattern, name))) throw await this.#refusal(caller, pattern);
    }
    return allowed.filter(({ name }) => asked.some((pattern) => fits(pattern, name)));
  }

  /** What a caller may use of those that could be among what is asked for. */
  async allowed(caller: Caller, asked: readonly string[]): Promise<Tool[]> {
    const all = [...this.#own, ...(await this.#skills(asked)), ...(await this.#remote(caller, asked))];
    return all.filter((tool) => permits(caller.tools, tool));
  }

  /** Never throws but when the signal says so: what goes wrong is a result, which the model can learn from. */
  call(call: ToolCall, offered: ReadonlyMap<string, Tool>, context: CallContext): Promise<CallResult> {
    return callTool(call, offered, { ...context, limits: this.settings.limits, record: this.#record });
  }

  async close(): Promise<void> {
    await Promise.all(this.#servers.map((server) => server.close()));
  }

  async #skills(asked: readonly string[]): Promise<Tool[]> {
    const { skills, limits } = this.settings;
    return asked.some((pattern) => mayReach(pattern, "skill_")) ? skillTools(skills, limits) : [];
  }

  async #remote(caller: Caller, asked: readonly string[]): Promise<Tool[]> {
    const wanted = this.#servers.filter(
      ({ prefix }) =>
        caller.tools.some((pattern) => spelledOut(pattern).startsWith(prefix)) &&
        asked.some((pattern) => mayReach(pattern, prefix)),
    );
    const found = await Promise.all(
      wanted.map(async (server) => {
        const named = asked.some((pattern) => spelledOut(pattern).startsWith(server.prefix));
        try {
          // Whoever asks for all gets what there is by now; whoever asks for this one waits for it, or hears why not.
          return await (named
            ? server.tools()
            : Promise.race([server.tools(), sleep(PATIENCE, [], { ref: false })]));
        } catch (error) {
          if (!named) return [];
          if (!(error instanceof ToolError)) throw error;
          throw new Fault({
            status: 502,
            kind: "upstream",
            code: "tool_server_away",
            message: error.message,
          });
        }
      }),
    );
    return found.flat();
  }

  async #refusal(caller: Caller, pattern: string): Promise<Fault> {
    const everything = [...this.#own, ...(await this.#skills(["skill_*"]))];
    const names = everything.filter((tool) => permits(caller.tools, tool)).map(({ name }) => name);
    const servers = this.#servers
      .filter(({ prefix }) => caller.tools.some((one) => spelledOut(one).startsWith(prefix)))
      .map(({ prefix }) => `${prefix}*`);
    const may = [...names, ...servers].join(", ") || "none";
    return new Fault({
      status: 403,
      kind: "permission",
      code: "tool_not_allowed",
      param: "router.tools",
      message: `This key may use no server-side tool called ${JSON.stringify(pattern)}. It may use: ${may}.`,
    });
  }
}

/** Whether a pattern could fit a name that begins so. */
function mayReach(pattern: string, prefix: string): boolean {
  const known = spelledOut(pattern);
  return known.startsWith(prefix) || (known !== pattern && prefix.startsWith(known));
}
