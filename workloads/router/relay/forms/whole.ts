import { isObject, type JsonObject } from "../../http/json.ts";
import type { Counted, UsageReader } from "../../translate/index.ts";
import { noAnswer, UpstreamFault } from "../upstream-fault.ts";
import type { Form } from "./form.ts";

/** No answer of text is near this; a provider that sends more would fill our memory. */
const LARGEST = 64 * 1024 * 1024;
/** What is larger goes on as it comes: pictures and vectors. */
const LARGEST_KEPT = 1024 * 1024;
/** How much of the end of a large answer is looked at for its usage. */
const SEEN = 16 * 1024;

/** A JSON answer in one piece. Until it is whole nothing is sent, so that another provider can still be asked. */
export class Whole implements Form {
  readonly pieces = 0;
  #usage: UsageReader;
  #translate: ((answer: JsonObject) => JsonObject) | undefined;
  #parts: Buffer[] = [];
  #size = 0;
  #flowing = false;
  #tail = Buffer.alloc(0);

  constructor({ usage, translate }: { usage: UsageReader; translate?: (answer: JsonObject) => JsonObject }) {
    this.#usage = usage;
    this.#translate = translate;
  }

  get tokens(): Counted {
    return this.#usage.counted;
  }

  get whole(): boolean {
    return !this.#flowing;
  }

  push(piece: Buffer): Buffer | undefined {
    this.#size += piece.length;
    if (this.#flowing) {
      this.#tail = Buffer.concat([this.#tail, piece]).subarray(-SEEN);
      return piece;
    }
    this.#parts.push(piece);
    if (this.#translate) {
      if (this.#size > LARGEST) throw tooLarge();
      return undefined;
    }
    if (this.#size <= LARGEST_KEPT) return undefined;
    this.#flowing = true;
    const body = Buffer.concat(this.#parts);
    this.#parts = [];
    this.#tail = Buffer.from(body.subarray(-SEEN));
    return body;
  }

  end(): Buffer | undefined {
    if (this.#flowing) {
      const end = usageAtEnd(this.#tail);
      if (end) this.#usage.read(end);
      return undefined;
    }
    const [first] = this.#parts;
    const body = this.#parts.length === 1 && first ? first : Buffer.concat(this.#parts);
    const answer = parsed(body);
    this.#usage.read(answer);
    return this.#translate ? Buffer.from(JSON.stringify(this.#translate(answer))) : body;
  }
}

function parsed(body: Buffer): JsonObject {
  let answer: unknown;
  try {
    answer = JSON.parse(body.toString());
  } catch {
    throw noAnswer(body.length === 0 ? "nothing" : "something that is no JSON");
  }
  if (!isObject(answer)) throw noAnswer("JSON that is no object");
  return answer;
}

/** `"usage": {...}` is the last thing in what is large: its text is cut out without parsing the rest. */
function usageAtEnd(tail: Buffer): JsonObject | undefined {
  const at = tail.lastIndexOf('"usage"');
  if (at < 0) return undefined;
  const text = tail.toString("utf8", at);
  for (let end = text.indexOf("}"); end >= 0; end = text.indexOf("}", end + 1)) {
    try {
      return JSON.parse(`{${text.slice(0, end + 1)}}`);
    } catch {
      // An inner object ended there: on to the next brace.
    }
  }
  return undefined;
}

function tooLarge(): UpstreamFault {
  return new UpstreamFault(
    {
      status: 502,
      kind: "upstream",
      code: "upstream_too_large",
      message: `The provider's answer is larger than ${LARGEST / 2 ** 20} MiB.`,
    },
    { retry: false },
  );
}
