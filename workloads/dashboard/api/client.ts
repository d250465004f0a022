import { currentSession, endSession } from "../session/session.ts";
import { words } from "../words/index.ts";

/** Why something could not be had, in the words of whoever refused it. */
export class ApiError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = "ApiError";
    this.status = status;
  }
}

export interface Asked {
  method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  body?: unknown;
  signal?: AbortSignal;
  /** In the place of the session's: to find out whether it is one. */
  key?: string;
}

/** Asks the router (`/api`) or the manager (`/manager`): nginx stands before both, so that all is one origin. */
export async function request(
  path: string,
  { method = "GET", body, signal, key }: Asked = {},
): Promise<Response> {
  const shown = key ?? currentSession()?.key ?? "";
  const response = await fetch(path, {
    method,
    headers: {
      authorization: `Bearer ${shown}`,
      ...(body !== undefined && { "content-type": "application/json" }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    ...(signal && { signal }),
    cache: "no-store",
  }).catch((error: unknown) => {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ApiError(0, words.errors.unreachable);
  });
  if (response.ok) return response;
  // A key that is tried out at the door has no session that could end; and only the router knows whose key is good.
  if (response.status === 401 && key === undefined && path.startsWith("/api/")) endSession("refused", shown);
  throw new ApiError(response.status, await complaint(response));
}

export async function ask<Answer>(path: string, asked?: Asked): Promise<Answer> {
  const response = await request(path, asked);
  return (await response.json()) as Answer;
}

/** Every program of ours says what is wrong in one form; what stands in between may not. */
async function complaint(response: Response): Promise<string> {
  const text = await response.text().catch(() => "");
  try {
    const { error } = JSON.parse(text) as { error?: { message?: unknown } };
    if (typeof error?.message === "string") return error.message;
  } catch {
    // A page of a proxy: it would say no more than its number.
  }
  return words.errors.status(response.status);
}
