import type { Datacenter } from "../datacenter.ts";
import type { Parameters } from "./parameters.ts";

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
