import { refuse } from "../envelope.ts";

/** Everything that Access refuses as badly put has this code. */
export const invalidRequest = 12_130;

export function refuseRequest(what: string): never {
  return refuse(400, invalidRequest, `access.api.error.invalid_request: ${what}`);
}

export function refuseUnknown(what: string): never {
  return refuse(404, 11_021, `access.api.error.not_found: ${what}`);
}
