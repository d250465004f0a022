import type { FastifyInstance } from "fastify";
import type { z } from "zod";
import type { Store } from "./store.ts";

/** One vendor's API, in plain data and plain handlers: the server around it brings state, faults and logs. */
export interface Emulator<Seed = unknown> {
  readonly vendor: string;
  /** What the vendor's side holds before anything is declared: accounts, tokens, zones, nodes. */
  readonly seed: z.ZodType<Seed>;
  /** Puts that into the store. Called at every start: what is there already stays as it is. */
  plant(store: Store, seed: Seed): void;
  /**
   * Registers the vendor's paths. A handler works on the store without waiting in between, so that a request
   * happens whole or not at all; GET handlers read the store before they wait for anything.
   */
  routes(app: FastifyInstance, store: Store, seed: Seed): void;
  /** How this vendor says that something is wrong. */
  errorBody(status: number, message: string, details?: unknown): unknown;
}

/** Thrown by a handler: becomes an answer of the vendor's own shape. */
export class ApiError extends Error {
  override name = "ApiError";
  readonly status: number;
  readonly details: unknown;

  constructor(status: number, message: string, details?: unknown) {
    super(message);
    this.status = status;
    this.details = details;
  }
}
