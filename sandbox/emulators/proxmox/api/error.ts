import { ApiError } from "../../framework/index.ts";

/** How the vendor says most things: a status of 500 and a line, which clients tell apart by their words. */
export class PveError extends ApiError {
  constructor(message: string, status = 500, errors?: Record<string, string>) {
    super(status, message, errors);
  }
}
