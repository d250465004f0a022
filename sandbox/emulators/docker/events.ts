/** What happened on a host, as `docker events` tells it. */
export interface Event {
  Type: "container" | "network" | "volume" | "image";
  Action: string;
  Actor: { ID: string; Attributes: Record<string, string> };
  scope: "local";
  time: number;
  timeNano: number;
  status?: string;
  id?: string;
  from?: string;
}

const remembered = 256;

/** Those who listen hear it at once; who asks later is told of the latest, as long as the Engine runs. */
export class Events {
  readonly #past: Event[] = [];
  readonly #listeners = new Set<(event: Event) => void>();

  tell(type: Event["Type"], action: string, id: string, attributes: Record<string, string>): void {
    const ms = Date.now();
    const event: Event = {
      Type: type,
      Action: action,
      Actor: { ID: id, Attributes: attributes },
      scope: "local",
      time: Math.floor(ms / 1000),
      timeNano: ms * 1e6,
      // As clients older than the typed events read it.
      ...(type === "container" && { status: action, id, from: attributes.image ?? "" }),
      ...(type === "image" && { status: action, id }),
    };
    this.#past.push(event);
    if (this.#past.length > remembered) this.#past.shift();
    for (const listener of this.#listeners) listener(event);
  }

  between(since: number, until: number): Event[] {
    return this.#past.filter(({ time }) => time >= since && time <= until);
  }

  listen(listener: (event: Event) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
