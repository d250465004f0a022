import { Fault } from "../http/fault.ts";

/** For what the provider's API has no words for. Another provider may, so the code tells it from a wrong request. */
export function cannot(param: string, message: string): Fault {
  return new Fault({
    status: 400,
    kind: "invalid_request",
    code: "not_translatable",
    param,
    message: `${param}: ${message}`,
  });
}
