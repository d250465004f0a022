import type { ObjectShape } from "../framework/shape.ts";
import type { Failure } from "../framework/validate.ts";
import type { Properties } from "../framework/value.ts";

/** All that has to be known of a kind to check an object of it without a cluster. */
export interface Definition {
  shape: ObjectShape;
  /** Undefined where nobody can say. */
  namespaced: boolean | undefined;
  /** What the shape cannot say: formats, and required fields of the built-in kinds. */
  validate(inputs: Properties): Failure[];
}
