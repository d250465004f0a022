import { io, type Socket } from "socket.io-client";
import { MARK, type Monitor, type Wanted } from "./difference.ts";

interface Answer {
  ok: boolean;
  msg?: string;
}

const PATIENCE_MS = 30_000;

/** What Kuma's own page says to it, over the same socket: it has no other way in. */
export class Kuma {
  readonly #socket: Socket;

  private constructor(socket: Socket) {
    this.#socket = socket;
  }

  static async at(url: string): Promise<Kuma> {
    const socket = io(url, { transports: ["websocket"], timeout: PATIENCE_MS, reconnection: false });
    await new Promise<void>((resolve, reject) => {
      socket.once("connect", resolve);
      socket.once("connect_error", ({ message }) => reject(new Error(`${url} does not answer: ${message}`)));
    });
    return new Kuma(socket);
  }

  /** The first who comes makes the account; from then on it is the one to enter by. */
  async enter(username: string, password: string): Promise<void> {
    if (await this.#asked<boolean>("needSetup")) await this.#done("setup", username, password);
    await this.#done("login", { username, password });
  }

  async monitors(): Promise<Monitor[]> {
    // It answers that it has answered, after it has told the list to every page that is open.
    let list: Record<string, Monitor> = {};
    this.#socket.once("monitorList", (told) => {
      list = told;
    });
    await this.#done("getMonitorList");
    return Object.values(list);
  }

  async add(wanted: Wanted): Promise<void> {
    await this.#done("add", { ...USUAL, ...asKumaSays(wanted) });
  }

  async change(monitor: Monitor, wanted: Wanted): Promise<void> {
    await this.#done("editMonitor", { ...monitor, ...asKumaSays(wanted) });
  }

  async remove({ id }: Monitor): Promise<void> {
    await this.#done("deleteMonitor", id);
  }

  close(): void {
    this.#socket.close();
  }

  async #done(event: string, ...said: unknown[]): Promise<void> {
    const { ok, msg } = await this.#asked<Answer>(event, ...said);
    if (!ok) throw new Error(`Uptime Kuma refuses ${event}: ${msg ?? "it does not say why"}`);
  }

  #asked<T>(event: string, ...said: unknown[]): Promise<T> {
    return this.#socket.timeout(PATIENCE_MS).emitWithAck(event, ...said);
  }
}

function asKumaSays({ name, url, interval, statuses }: Wanted) {
  return { type: "http", name, url, interval, description: MARK, accepted_statuscodes: statuses };
}

/** What its page fills in for a monitor of a web page. */
const USUAL = {
  method: "GET",
  timeout: 30,
  retryInterval: 60,
  resendInterval: 0,
  maxretries: 2,
  maxredirects: 10,
  expiryNotification: true,
  ignoreTls: false,
  upsideDown: false,
  notificationIDList: {},
  kafkaProducerBrokers: [],
  kafkaProducerSaslOptions: { mechanism: "None" },
  rabbitmqNodes: [],
  conditions: [],
  parent: null,
};
