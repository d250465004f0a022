/** Follows one JSON object or list that comes in pieces, and sees where it ends. */
export class JsonProgress {
  #depth = 0;
  #inString = false;
  #escaped = false;
  complete = false;

  /** How many letters of the piece belong to it: fewer than there are when it ends within. */
  add(piece: string): number {
    for (let at = 0; at < piece.length; at++) {
      if (this.complete) return at;
      this.#step(piece.charAt(at));
    }
    return piece.length;
  }

  #step(letter: string): void {
    if (this.#escaped) this.#escaped = false;
    else if (this.#inString && letter === "\\") this.#escaped = true;
    else if (letter === '"') this.#inString = !this.#inString;
    else if (this.#inString) return;
    else if (letter === "{" || letter === "[") this.#depth++;
    else if (letter === "}" || letter === "]") this.complete = --this.#depth <= 0;
  }
}
