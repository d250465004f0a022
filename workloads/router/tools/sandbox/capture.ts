/** Keeps the beginning and the end of what a program prints, so that a million lines cost no more than a thousand. */
export class Capture {
  readonly #half: number;
  readonly #head: Buffer[] = [];
  #headBytes = 0;
  #tail: Buffer[] = [];
  #tailBytes = 0;
  total = 0;

  constructor(bytes: number) {
    this.#half = Math.ceil(bytes / 2);
  }

  push(chunk: Buffer): void {
    this.total += chunk.length;
    const room = this.#half - this.#headBytes;
    const head = chunk.subarray(0, room);
    if (head.length > 0) {
      this.#head.push(head);
      this.#headBytes += head.length;
    }
    const rest = chunk.subarray(head.length);
    if (rest.length === 0) return;
    this.#tail.push(rest);
    this.#tailBytes += rest.length;
    // Joined only when twice too long: joining at each chunk would copy everything again and again.
    if (this.#tailBytes > this.#half * 2) {
      const last = Buffer.concat(this.#tail).subarray(-this.#half);
      this.#tail = [Buffer.from(last)];
      this.#tailBytes = last.length;
    }
  }

  text(): string {
    const tail = Buffer.concat(this.#tail).subarray(-this.#half);
    const left = this.total - this.#headBytes - tail.length;
    const between = left > 0 ? `\n(... ${left} bytes left out ...)\n` : "";
    return `${Buffer.concat(this.#head)}${between}${tail}`;
  }
}
