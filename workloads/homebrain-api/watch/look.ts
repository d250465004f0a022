import { connect } from "node:net";
import { performance } from "node:perf_hooks";
import type { Seen } from "../house/index.ts";

const PATIENCE_MS = 5_000;

/** One look: whether a page answers without a fault, or a port opens. It never throws. */
export async function look(at: string): Promise<Seen> {
  const begun = performance.now();
  try {
    const why = await (at.startsWith("tcp://") ? opened(new URL(at)) : answered(at));
    return why ? { state: "down", why } : { state: "up", ms: Math.round(performance.now() - begun) };
  } catch (error) {
    return { state: "down", why: reasonOf(error) };
  }
}

async function answered(url: string): Promise<string | undefined> {
  // Whatever it says is not read: it may be without end.
  const answer = await fetch(url, { redirect: "manual", signal: AbortSignal.timeout(PATIENCE_MS) });
  await answer.body?.cancel();
  return answer.status < 400 ? undefined : `it answers with ${answer.status}`;
}

function opened({ hostname, port }: URL): Promise<undefined> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port) });
    socket.setTimeout(PATIENCE_MS, () => socket.destroy(new DOMException("", "TimeoutError")));
    socket.once("error", reject);
    socket.once("connect", () => {
      socket.destroy();
      resolve(undefined);
    });
  });
}

const REASONS: Record<string, string> = {
  ECONNREFUSED: "nobody listens there",
  ECONNRESET: "it cuts the connection",
  UND_ERR_SOCKET: "it cuts the connection",
  ENOTFOUND: "its name is not known",
  EAI_AGAIN: "names are not answered",
  EHOSTUNREACH: "no way leads there",
  ENETUNREACH: "no way leads there",
  CERT_HAS_EXPIRED: "its certificate has ended",
};

function reasonOf(error: unknown): string {
  if (error instanceof DOMException && error.name === "TimeoutError")
    return `it does not answer within ${PATIENCE_MS / 1000} seconds`;
  const { code } = ((error as Error).cause ?? error) as NodeJS.ErrnoException;
  return (
    REASONS[code ?? ""] ??
    (code?.startsWith("HPE_") ? "it does not speak HTTP" : `it fails (${code ?? "unknown"})`)
  );
}
