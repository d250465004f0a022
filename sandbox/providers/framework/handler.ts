import type { handleUnaryCall } from "@grpc/grpc-js";
import * as grpc from "@grpc/grpc-js";
import { Refusal } from "./refusal.ts";
import { InitFailure } from "./unready.ts";
import type { Vendor } from "./vendor.ts";

export function handler<Request, Response>(
  answer: (request: Request) => Response | Promise<Response>,
): handleUnaryCall<Request, Response> {
  return async (call, reply) => {
    try {
      reply(null, await answer(call.request));
    } catch (error) {
      if (error instanceof InitFailure)
        reply({ code: grpc.status.UNKNOWN, details: error.message, metadata: error.metadata });
      else reply({ code: codeOf(error), details: messageOf(error) });
    }
  };
}

/**
 * After FAILED_PRECONDITION the engine knows that nothing was made. After INTERNAL it has to assume that
 * something may have been, and keeps a pending operation in the state: right for a fault of ours, and for it alone.
 */
function codeOf(error: unknown): grpc.status {
  return error instanceof Refusal ? grpc.status.FAILED_PRECONDITION : grpc.status.INTERNAL;
}

function messageOf(error: unknown): string {
  if (isAbort(error)) return "it took longer than it may, or the update was cancelled";
  if (error instanceof Refusal) return error.message;
  return error instanceof Error ? `a fault of the stand-in provider: ${error.stack}` : String(error);
}

export function unsupported(vendor: Vendor, what: string): handleUnaryCall<unknown, never> {
  return (_call, reply) => {
    const details = `the stand-in for the ${vendor.name} provider has no support for ${what}; use the official plugin`;
    reply({ code: grpc.status.UNIMPLEMENTED, details });
  };
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && (error.name === "AbortError" || error.name === "TimeoutError");
}
