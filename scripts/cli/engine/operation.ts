import { join } from "node:path";

/** What is asked of the engine. Whatever changes something has been previewed before, by us. */
export const operations = {
  preview: { doing: "previewing", engine: ["preview"], policies: true, locks: false },
  /** What an update would change, and what it would put back that somebody else has changed. */
  "preview up": { doing: "previewing", engine: ["preview", "--refresh"], policies: true, locks: false },
  up: {
    doing: "applying",
    engine: ["up", "--yes", "--skip-preview", "--refresh"],
    policies: true,
    locks: true,
  },
  drift: { doing: "looking", engine: ["refresh", "--preview-only"], policies: false, locks: false },
  refresh: {
    doing: "refreshing",
    engine: ["refresh", "--yes", "--skip-preview"],
    policies: false,
    locks: true,
  },
  "preview destroy": {
    doing: "previewing",
    engine: ["destroy", "--preview-only"],
    policies: false,
    locks: false,
  },
  destroy: {
    doing: "destroying",
    engine: ["destroy", "--yes", "--skip-preview"],
    policies: false,
    locks: true,
  },
} as const;

export type Operation = keyof typeof operations;

export interface Job {
  stack: string;
  operation: Operation;
}

export interface OperationOptions {
  policyPack?: string | undefined;
  target?: string[] | undefined;
  /** A folder in which each stack has a plan: a preview writes it, and an update does nothing that is not in it. */
  plans?: string | undefined;
  /** What the person wrote after `--`, for the engine alone. */
  engineArguments: string[];
}

/** Most of an update is waiting, for pods or for a vendor's tasks; by itself the engine counts processors. */
const AT_ONCE = 32;

export function argumentsFor({ stack, operation }: Job, options: OperationOptions): string[] {
  const { engine, policies } = operations[operation];
  return [
    ...engine,
    "--non-interactive",
    "--suppress-progress",
    ...["--color", "never"],
    ...["--parallel", String(AT_ONCE)],
    ...(policies && options.policyPack ? ["--policy-pack", options.policyPack] : []),
    ...(options.plans ? planned(operation, planOf(stack, options.plans)) : []),
    ...(options.target ?? []).flatMap((urn) => ["--target", urn]),
    ...options.engineArguments,
  ];
}

export function planOf(stack: string, folder: string): string {
  return join(folder, `${stack}.json`);
}

function planned(operation: Operation, file: string): string[] {
  if (operation === "preview") return ["--save-plan", file];
  // The engine's own preview is held to the plan, too: what is not in it is refused before anything is done.
  return operation === "up" ? ["--plan", file, "--skip-preview=false"] : [];
}
