import type { ResourceValidationArgs } from "@pulumi/policy";

/** A resource as the engine is about to make it. */
export type Resource = Pick<ResourceValidationArgs, "type" | "name" | "props">;

/** A value that may not be known before the update: whoever asks in this way has nothing to say until it is. */
export function known<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    // By its name: the SDK throws it, and does not declare it.
    if (error instanceof Error && error.constructor.name === "UnknownValueError") return undefined;
    throw error;
  }
}
