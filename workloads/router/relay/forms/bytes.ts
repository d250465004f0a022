import type { Form } from "./form.ts";

/** Sound, pictures, text: whatever has no form of ours. */
export class Bytes implements Form {
  readonly whole = false;
  readonly tokens = undefined;
  pieces = 0;

  push(piece: Buffer): Buffer {
    this.pieces++;
    return piece;
  }

  end(): undefined {}
}
