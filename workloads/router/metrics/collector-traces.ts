import type { IncomingHttpHeaders } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import {
  type Attributes,
  type Context,
  DiagLogLevel,
  defaultTextMapGetter,
  diag,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  type TextMapSetter,
  type Tracer,
  trace,
} from "@opentelemetry/api";
import { W3CTraceContextPropagator } from "@opentelemetry/core";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { BasicTracerProvider, BatchSpanProcessor } from "@opentelemetry/sdk-trace-base";
import type { Usage } from "../usage/index.ts";
import type { AttemptTrace, RequestTrace, Traces, TracesSettings } from "./trace.ts";

/** A collector that hangs must not keep the router from ending. */
const LAST_WORDS_MS = 2000;

const propagator = new W3CTraceContextPropagator();
const intoList: TextMapSetter<string[]> = { set: (list, name, value) => list.push(name, value) };

export class CollectorTraces implements Traces {
  readonly #provider: BasicTracerProvider;
  readonly #tracer: Tracer;
  readonly #unsent: () => void;

  constructor({ endpoint, version, log }: TracesSettings & { endpoint: string }) {
    this.#unsent = () => log.warn({ endpoint }, "traces could not be sent to the collector");
    const ignore = () => {};
    diag.setLogger(
      { error: this.#unsent, warn: ignore, info: ignore, debug: ignore, verbose: ignore },
      { logLevel: DiagLogLevel.ERROR, suppressOverrideMessage: true },
    );
    const url = `${endpoint.replace(/\/+$/, "")}/v1/traces`;
    this.#provider = new BasicTracerProvider({
      resource: resourceFromAttributes({ "service.name": "router", "service.version": version }),
      // Bounded: what a collector that is away would have got is dropped.
      spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter({ url, timeoutMillis: 5000 }))],
    });
    this.#tracer = this.#provider.getTracer("router", version);
  }

  begin(headers: IncomingHttpHeaders): RequestTrace {
    const above = propagator.extract(ROOT_CONTEXT, headers, defaultTextMapGetter);
    return new CollectedRequest(this.#tracer, above);
  }

  async close(): Promise<void> {
    const sent = this.#provider.shutdown().catch(this.#unsent);
    await Promise.race([sent, sleep(LAST_WORDS_MS, undefined, { ref: false })]);
  }
}

class CollectedRequest implements RequestTrace {
  readonly #tracer: Tracer;
  readonly #span: Span;
  readonly #context: Context;

  constructor(tracer: Tracer, above: Context) {
    this.#tracer = tracer;
    this.#span = tracer.startSpan("request", { kind: SpanKind.SERVER }, above);
    this.#context = trace.setSpan(above, this.#span);
  }

  attempt(provider: string, model: string): AttemptTrace {
    const attributes = { "gen_ai.provider.name": provider, "gen_ai.request.model": model };
    const options = { kind: SpanKind.CLIENT, attributes };
    return new CollectedAttempt(
      this.#tracer.startSpan(`ask ${provider}`, options, this.#context),
      this.#context,
    );
  }

  end(usage: Usage): void {
    this.#span.updateName(`${usage.api} ${usage.model}`);
    this.#span.setAttributes(attributesOf(usage));
    finish(this.#span, usage);
  }
}

class CollectedAttempt implements AttemptTrace {
  readonly headers: string[] = [];
  readonly #span: Span;

  constructor(span: Span, above: Context) {
    this.#span = span;
    propagator.inject(trace.setSpan(above, span), this.headers, intoList);
  }

  end(result: { status: number | undefined; fault: string | undefined }): void {
    finish(this.#span, result);
  }
}

function finish(
  span: Span,
  { status, fault }: { status: number | undefined; fault: string | undefined },
): void {
  if (status !== undefined) span.setAttribute("http.response.status_code", status);
  if (fault !== undefined)
    span.setAttribute("error.type", fault).setStatus({ code: SpanStatusCode.ERROR, message: fault });
  span.end();
}

/** By OpenTelemetry's names for generative AI, where it has one. */
function attributesOf(usage: Usage): Attributes {
  return {
    "gen_ai.operation.name": usage.api,
    "gen_ai.provider.name": usage.provider,
    "gen_ai.request.model": usage.model,
    "gen_ai.response.model": usage.providerModel,
    "gen_ai.usage.input_tokens": usage.promptTokens,
    "gen_ai.usage.output_tokens": usage.completionTokens,
    "router.request_id": usage.id,
    "router.key_id": usage.keyId,
    "router.stream": usage.stream,
    "router.queued_ms": usage.queuedMs,
    "router.first_byte_ms": usage.firstByteMs,
    "router.attempts": usage.attempts,
    "router.cost_usd": usage.cost / 1e6,
  };
}
