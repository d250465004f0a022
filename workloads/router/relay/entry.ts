import type { Fault } from "../http/index.ts";
import type { Gate } from "../managers/index.ts";
import type { Ticket } from "../providers/index.ts";
import type { Candidate } from "../routing/index.ts";
import { notLoaded, queueFull } from "./upstream-fault.ts";

export interface EntryEvents {
  /** It is this request's turn there: the slot is its own. */
  granted(candidate: Candidate): void;
  /** Not there, this time: somebody else may have time. */
  refused(candidate: Candidate, fault: Fault): void;
}

/** The way of a request to a provider: past whoever has to load it first, and past those who came before. */
export class Entry {
  /** Milliseconds that it has waited in all. */
  queuedMs = 0;
  #callerId: string;
  #events: EntryEvents;
  #ticket: Ticket | undefined;
  #gate: Gate | undefined;

  constructor(callerId: string, events: EntryEvents) {
    this.#callerId = callerId;
    this.#events = events;
  }

  get waits(): boolean {
    return this.#ticket !== undefined;
  }

  /** What it waits for, where that takes long. */
  get progress(): string | undefined {
    return this.#gate?.progress;
  }

  enter(candidate: Candidate): void {
    const { slots, gate, name } = candidate.provider;
    if (gate && !gate.letsThrough()) {
      this.#gate = gate;
      this.#wait(
        (granted, refused) => gate.wait(granted, refused),
        () => this.enter(candidate),
        (why: string) => this.#events.refused(candidate, notLoaded(candidate.name, why)),
      );
    } else if (slots.tryTake()) {
      this.#events.granted(candidate);
    } else if (slots.full) {
      const why = `${name} is busy, and so many wait already that no more may`;
      this.#events.refused(candidate, queueFull(why));
    } else {
      this.#wait(
        (granted, refused) => slots.wait(this.#callerId, granted, refused),
        () => this.#events.granted(candidate),
        () => {
          const why = `${name} has been busy all the time that a request may wait`;
          this.#events.refused(candidate, queueFull(why));
        },
      );
    }
  }

  cancel(): void {
    this.#ticket?.cancel();
    this.#ticket = undefined;
    this.#gate = undefined;
  }

  #wait<Why extends unknown[]>(
    begin: (granted: () => void, refused: (...why: Why) => void) => Ticket,
    granted: () => void,
    refused: (...why: Why) => void,
  ): void {
    const since = performance.now();
    const waited = () => {
      this.#ticket = undefined;
      this.#gate = undefined;
      this.queuedMs += performance.now() - since;
    };
    this.#ticket = begin(
      () => {
        waited();
        granted();
      },
      (...why) => {
        waited();
        refused(...why);
      },
    );
  }
}
