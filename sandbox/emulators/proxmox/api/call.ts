import { ApiError } from "../../framework/index.ts";
import type { Datacenter } from "../datacenter.ts";

export type ParameterValue = string | number | boolean | string[];
export type Parameters = Record<string, ParameterValue>;

/** One request, once it is known who asks for what and that the parameters are right. */
export interface Call {
  datacenter: Datacenter;
  /** Who asks: "root@pam", or a token of theirs: "root@pam!lab". */
  caller: string;
  parameters: Parameters;
  upload?: Upload;
}

/** A file that came with the request: what was seen of it as it passed. */
export interface Upload {
  size: number;
  sha256: string;
}

/** What answers to a method and a path of the vendor's description. */
export type Handlers = Record<string, (call: Call) => unknown>;

/** How the vendor says most things: a status of 500 and a line, which clients tell apart by their words. */
export class PveError extends ApiError {
  constructor(message: string, status = 500, errors?: Record<string, string>) {
    super(status, message, errors);
  }
}
