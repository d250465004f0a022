import { once } from "node:events";
import { errorEvent, type Form } from "../api/index.ts";
import { type Call, Fault } from "../http/index.ts";
import type { StreamEvent } from "../translate/index.ts";

/** Writes events of the router's own making to a client, at the client's pace. */
export class EventWriter {
  #call: Call;
  #form: Form;
  #silence: NodeJS.Timeout;

  /** From now on the client hears something every `keepAlive` milliseconds, but no sooner: an early error keeps its status. */
  constructor(call: Call, form: Form, keepAlive: number) {
    this.#call = call;
    this.#form = form;
    this.#silence = setInterval(() => {
      this.#begin();
      call.response.write(": keep-alive\n\n");
    }, keepAlive);
    call.response.once("close", () => clearInterval(this.#silence));
  }

  async write({ event, data }: StreamEvent): Promise<void> {
    const { response, signal } = this.#call;
    this.#begin();
    this.#silence.refresh();
    const name = event ? `event: ${event}\n` : "";
    if (!response.write(`${name}data: ${data}\n\n`)) await once(response, "drain", { signal });
  }

  end(): void {
    this.#begin();
    this.#call.response.end();
  }

  /** As long as nothing has been said, the fault is the whole answer, and whoever called tells it. */
  fail(error: unknown): void {
    clearInterval(this.#silence);
    const { response, id } = this.#call;
    if (!response.headersSent) throw error;
    if (response.destroyed) return;
    const fault = error instanceof Fault ? error.details : unforeseen;
    response.write(errorEvent(this.#form, fault, id), () => response.destroy());
    if (!(error instanceof Fault)) throw error;
  }

  #begin(): void {
    const { response, headers } = this.#call;
    if (response.headersSent) return;
    headers.push("content-type", "text/event-stream; charset=utf-8", "cache-control", "no-cache");
    response.writeHead(200, [...headers, "x-accel-buffering", "no"]);
  }
}

const unforeseen = {
  status: 500,
  kind: "internal",
  code: "internal_error",
  message: "The router failed, and not by your fault.",
} as const;
