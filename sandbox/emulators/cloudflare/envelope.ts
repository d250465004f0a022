import { ApiError } from "../framework/index.ts";

/** A number of Cloudflare's beside the words: what clients recognize an error by. */
interface Refused {
  code: number;
  chain?: { code: number; message: string }[];
}

export function refuse(status: number, code: number, message: string, chain?: Refused["chain"]): never {
  throw new ApiError(status, message, { code, ...(chain && { chain }) } satisfies Refused);
}

/** Every answer is wrapped so; one about a page says which. */
export function ok(result: unknown, more: { result_info?: object; messages?: object[] } = {}): object {
  return { result, success: true, errors: [], messages: [], ...more };
}

/** What the errors of the framework and of faults are called, which know nothing of codes. */
const codes: Readonly<Record<number, { code: number; message: string }>> = {
  404: { code: 7000, message: "No route for that URI" },
  429: { code: 971, message: "Please wait and consider throttling your request speed" },
};

export function errorBody(status: number, message: string, details?: unknown): unknown {
  const { code, chain } = isRefused(details)
    ? details
    : { code: codes[status]?.code ?? 10_000 + status, chain: undefined };
  const words = isRefused(details) ? message : (codes[status]?.message ?? message);
  const error = { code, message: words, ...(chain && { error_chain: chain }) };
  return { result: null, success: false, errors: [error], messages: [] };
}

function isRefused(details: unknown): details is Refused {
  return typeof details === "object" && details !== null && "code" in details;
}
