import { withMultipartModel } from "../api/index.ts";
import type { ProviderConfig } from "../config/index.ts";
import { Fault, isObject, type JsonObject, parseObject } from "../http/index.ts";
import {
  type Ask,
  Bytes,
  type Form,
  noAnswer,
  PassStream,
  type Prepared,
  type Spoken,
  splice,
  TranslatedStream,
  Whole,
} from "../relay/index.ts";
import type { Candidate } from "../routing/index.ts";
import { GlmRepair, type Translation, UsageReader } from "../translate/index.ts";
import { type Dialect, isNative, languageOf, translationFor } from "./dialect.ts";

const EVENTS = /^text\/event-stream/i;
const JSON_TYPE = /^application\/(.*\+)?json|^$/i;
const PAGE = /^text\/html/i;

/** A dialect as the relay wants it: a request for each provider, and how to read what that says. */
export class SpokenDialect implements Spoken {
  readonly dialect: Dialect;
  readonly #contentType: string;

  /** `contentType`: the client's, which a form cannot be read without. */
  constructor(dialect: Dialect, contentType: string) {
    this.dialect = dialect;
    this.#contentType = contentType;
  }

  get name() {
    return this.dialect.name;
  }

  get form() {
    return this.dialect.form;
  }

  isNativeTo(provider: ProviderConfig): boolean {
    return isNative(this.dialect, provider);
  }

  prepare(ask: Ask, candidate: Candidate): Prepared {
    const { config, endpoint } = candidate.provider;
    const headers = {
      ...endpoint.headers,
      ...ask.passed,
      "content-type": this.dialect.body === "json" ? "application/json" : this.#contentType,
      accept: ask.facts.stream ? "text/event-stream" : "*/*",
      // What is compressed could not be metered as it passes; on a network of one's own it gains nothing.
      "accept-encoding": "identity",
    };
    if (this.isNativeTo(config)) {
      return {
        path: endpoint.base + this.dialect.providerPath,
        headers,
        body: this.#body(ask, candidate),
        formOf: (contentType) => this.#nativeForm(ask, candidate, contentType),
      };
    }
    const translation = translationFor(this.dialect, config);
    if (!translation) throw cannotSpeak(this.dialect, candidate);
    const asked = parseObject(ask.body.toString()) ?? {};
    const body = translation.request({ ...asked, model: candidate.providerModel });
    return {
      path: endpoint.base + translation.path,
      headers,
      body: Buffer.from(JSON.stringify(body)),
      formOf: (contentType) => translatedForm({ translation, asked, config }, contentType),
    };
  }

  /** The client's own bytes, but for the model's name and what the router has to know itself. */
  #body({ body, facts }: Ask, { model, providerModel, provider }: Candidate): Buffer {
    const renamed = facts.model !== providerModel || model.as !== undefined;
    if (this.dialect.body === "form") {
      return renamed ? withMultipartModel(body, this.#contentType, providerModel) : body;
    }
    const usage = this.#mustAskUsage(facts, provider.config);
    if (!renamed && !usage) return body;
    return splice(body, {
      ...(renamed && { model: JSON.stringify(providerModel) }),
      ...(usage && { stream_options: JSON.stringify({ ...optionsIn(body), include_usage: true }) }),
    });
  }

  #mustAskUsage({ stream, wantsUsage }: Ask["facts"], { streamUsage }: ProviderConfig): boolean {
    return this.dialect.asksUsage && stream && !wantsUsage && streamUsage;
  }

  #nativeForm({ facts }: Ask, { provider: { config } }: Candidate, contentType: string): Form {
    const usage = new UsageReader(languageOf(config));
    if (EVENTS.test(contentType)) {
      const strip = this.#mustAskUsage(facts, config);
      if (config.repair) return new TranslatedStream({ repair: new GlmRepair(), usage, strip });
      return new PassStream({ kind: this.dialect.stream, strip, usage });
    }
    if (JSON_TYPE.test(contentType)) return new Whole({ usage });
    if (PAGE.test(contentType)) throw noAnswer("a web page");
    return new Bytes();
  }
}

interface Translated {
  translation: Translation;
  asked: JsonObject;
  config: ProviderConfig;
}

function translatedForm({ translation, asked, config }: Translated, contentType: string): Form {
  const usage = new UsageReader(languageOf(config));
  if (EVENTS.test(contentType)) {
    return new TranslatedStream({
      repair: config.repair && new GlmRepair(),
      translator: translation.stream(asked),
      usage,
      // What the client has asked for is the translation's to know.
      strip: false,
    });
  }
  if (!JSON_TYPE.test(contentType)) throw noAnswer(`something that is no JSON (${contentType})`);
  return new Whole({ usage, translate: (answer) => translation.response(answer, asked) });
}

/** Read anew, because only a client that sends some has any. */
function optionsIn(body: Buffer): JsonObject {
  if (!body.includes('"stream_options"')) return {};
  const { stream_options: options } = parseObject(body.toString()) ?? {};
  return isObject(options) ? options : {};
}

function cannotSpeak({ path }: Dialect, { name, provider }: Candidate): Fault {
  return new Fault({
    status: 400,
    kind: "invalid_request",
    code: "unsupported",
    param: "model",
    message: `${name} is behind an API (${provider.config.kind}) that has nothing like /v1${path}. Ask for another model.`,
  });
}
