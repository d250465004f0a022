import type { Control } from "./assembly/index.ts";
import type { Fault } from "./emulators/framework/index.ts";
import { SandboxFault } from "./fault.ts";

/** The faults that are switched on, by the name of the API. */
export async function faultsIn(control: Control): Promise<Record<string, Fault[]>> {
  return (await ask(control, "/faults")) as Record<string, Fault[]>;
}

/** Puts these in the place of all that were switched on. */
export async function switchFaults(control: Control, api: string, faults: readonly Fault[]): Promise<void> {
  await ask(control, `/faults/${encodeURIComponent(api)}`, faults);
}

async function ask({ url, token }: Control, path: string, body?: unknown): Promise<unknown> {
  const response = await fetch(`${url}${path}`, {
    method: body === undefined ? "GET" : "PUT",
    headers: {
      authorization: `Bearer ${token}`,
      ...(body !== undefined && { "content-type": "application/json" }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(5_000),
  }).catch(() => undefined);
  if (!response) throw new SandboxFault("the emulators do not answer.", "npx lab sandbox start");
  const answer = await response.json();
  if (response.ok) return answer;
  throw new SandboxFault(
    (answer as { message: string }).message,
    "npx lab sandbox fault --help  shows what there is",
  );
}
