import { connect } from "node:net";
import { performance } from "node:perf_hooks";
import type { Seen } from "../house/index.ts";
import { request, TooLate } from "../upstream/index.ts";

/** Seconds. */
const PATIENCE = 5;

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
  const answer = await request(url, { seconds: PATIENCE });
  // Whatever it says is not read: it may be without end.
  answer.destroy();
  const { statusCode = 0 } = answer;
  return statusCode < 400 ? undefined : `it answers with ${statusCode}`;
}

function opened({ hostname, port }: URL): Promise<undefined> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port) });
    socket.setTimeout(PATIENCE * 1000, () => socket.destroy(new TooLate()));
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
  ENOTFOUND: "its name is not known",
  EAI_AGAIN: "names are not answered",
  EHOSTUNREACH: "no way leads there",
  ENETUNREACH: "no way leads there",
  CERT_HAS_EXPIRED: "its certificate has ended",
};

function reasonOf(error: unknown): string {
  if (error instanceof TooLate) return `it does not answer within ${PATIENCE} seconds`;
  const { code = "unknown" } = error as NodeJS.ErrnoException;
  return REASONS[code] ?? (code.startsWith("HPE_") ? "it does not speak HTTP" : `it fails (${code})`);
}
