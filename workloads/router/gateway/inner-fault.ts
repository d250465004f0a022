import { Fault, isObject, parseObject } from "../http/index.ts";

/** What an error body says, as the Fault that it was made from. */
export function faultOf(status: number, body: string): Fault {
  const said = parseObject(body)?.error;
  const error = isObject(said) ? said : {};
  return new Fault({
    status,
    kind: status === 429 ? "rate_limit" : status < 500 ? "invalid_request" : "upstream",
    code: typeof error.code === "string" ? error.code : undefined,
    message: typeof error.message === "string" ? error.message : `The answer was ${status}.`,
  });
}
