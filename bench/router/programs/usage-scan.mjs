import { Transform } from "node:stream";

/** Lets bytes through, and parses the events that speak of usage: the least that metering costs as a stream. */
export class UsageScan extends Transform {
  /** @type {unknown} */
  usage;
  #tail = Buffer.alloc(0);

  /**
   * @override
   * @type {Transform["_transform"]}
   */
  _transform(chunk, _encoding, done) {
    const seen = this.#tail.length > 0 ? Buffer.concat([this.#tail, chunk]) : chunk;
    const end = seen.lastIndexOf("\n") + 1;
    const lines = seen.subarray(0, end);
    for (let at = lines.indexOf('"usage"'); at >= 0; at = lines.indexOf('"usage"', at)) {
      const from = lines.lastIndexOf("\n", at) + 1;
      at = lines.indexOf("\n", at);
      this.usage = JSON.parse(lines.subarray(from + "data: ".length, at).toString()).usage ?? this.usage;
    }
    this.#tail = seen.subarray(end);
    done(null, chunk);
  }
}
