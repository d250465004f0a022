const token = '"content":"word';
const closing = "[DONE]";

/** One request as undici tells of it: timed, and its tokens counted. */
export class Asking {
  firstByteMs = Number.NaN;
  totalMs = Number.NaN;
  /** @type {Promise<string | undefined>} what was wrong with it, if anything */
  done;
  /** @type {(fault: string | undefined) => void} */
  #resolve = () => {};
  #began = performance.now();
  #status = 0;
  #events;
  #counted = 0;
  #tail = "";

  /** @param {number | undefined} events */
  constructor(events) {
    this.#events = events;
    this.done = new Promise((resolve) => {
      this.#resolve = resolve;
    });
  }

  onRequestStart() {}

  /**
   * @param {unknown} _controller
   * @param {number} status
   */
  onResponseStart(_controller, status) {
    this.#status = status;
  }

  /**
   * @param {unknown} _controller
   * @param {Buffer} chunk
   */
  onResponseData(_controller, chunk) {
    if (Number.isNaN(this.firstByteMs)) this.firstByteMs = performance.now() - this.#began;
    if (this.#events === undefined) return;
    const text = this.#tail + chunk.toString("latin1");
    for (let at = text.indexOf(token); at >= 0; at = text.indexOf(token, at + 1)) this.#counted += 1;
    // Long enough for both to be found when they were cut, too short for a whole token to be counted twice.
    this.#tail = text.slice(1 - token.length);
  }

  onResponseEnd() {
    this.totalMs = performance.now() - this.#began;
    this.#resolve(this.#fault());
  }

  /**
   * @param {unknown} _controller
   * @param {Error} error
   */
  onResponseError(_controller, error) {
    this.#resolve(error.message);
  }

  #fault() {
    if (this.#status !== 200) return `status ${this.#status}`;
    if (this.#events === undefined) return undefined;
    if (this.#counted !== this.#events) return `${this.#counted} of ${this.#events} tokens`;
    return this.#tail.includes(closing) ? undefined : `does not end with ${closing}`;
  }
}
