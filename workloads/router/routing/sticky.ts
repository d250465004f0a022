/** Where conversations were last answered: that server holds what it has read of them in its KV cache. */
export class Sticky {
  #size: number;
  #servers = new Map<string, string>();

  constructor(size = 10_000) {
    this.#size = size;
  }

  of(conversation: string): string | undefined {
    return this.#servers.get(conversation);
  }

  remember(conversation: string, server: string): void {
    this.#servers.delete(conversation);
    this.#servers.set(conversation, server);
    if (this.#servers.size <= this.#size) return;
    const [oldest] = this.#servers.keys();
    if (oldest !== undefined) this.#servers.delete(oldest);
  }
}
