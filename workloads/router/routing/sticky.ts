/** Where conversations were last answered: that server holds what it has read of them in its KV cache. */
export class Sticky {
  #size: number;
  #recent = new Map<string, string>();
  /** What was recent once. What nobody has asked for since then goes as a whole. */
  #older = new Map<string, string>();

  constructor(size = 10_000) {
    this.#size = size;
  }

  of(conversation: string): string | undefined {
    return this.#recent.get(conversation) ?? this.#older.get(conversation);
  }

  remember(conversation: string, server: string): void {
    this.#recent.set(conversation, server);
    if (this.#recent.size < this.#size) return;
    this.#older = this.#recent;
    this.#recent = new Map();
  }
}
