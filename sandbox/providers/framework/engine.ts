import * as grpc from "@grpc/grpc-js";
import type { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import engineGrpc from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import engineProto from "@pulumi/pulumi/proto/engine_pb.js";
import type { Log } from "./vendor.ts";

/** The engine that started this plugin: it shows what we log, and without it there is nothing left to do. */
export class Engine implements Log {
  #client: EngineClient | undefined;
  readonly #gone: () => void;

  constructor(gone: () => void) {
    this.#gone = gone;
  }

  attach(address: string): void {
    this.#client?.close();
    this.#client = new engineGrpc.EngineClient(address, grpc.credentials.createInsecure(), {
      // An idle connection would be closed after half an hour, and look as if the engine had died.
      "grpc.client_idle_timeout_ms": 2 ** 31 - 1,
    });
    this.#watch(this.#client);
  }

  info(message: string, urn?: string): void {
    this.#log(engineProto.LogSeverity.INFO, message, urn);
  }

  warn(message: string, urn?: string): void {
    this.#log(engineProto.LogSeverity.WARNING, message, urn);
  }

  status(message: string, urn: string): void {
    this.#log(engineProto.LogSeverity.INFO, message, urn, true);
  }

  close(): void {
    this.#client?.close();
    this.#client = undefined;
  }

  #log(severity: engineProto.LogSeverity, message: string, urn: string | undefined, ephemeral = false): void {
    const request = new engineProto.LogRequest()
      .setSeverity(severity)
      .setMessage(message)
      .setEphemeral(ephemeral);
    if (urn !== undefined) request.setUrn(urn);
    // Without an engine there is nobody to read it, and a lost line is no reason to fail a resource.
    this.#client?.log(request, () => {});
  }

  /** An engine that is killed says no good-bye: its end of the connection just closes. */
  #watch(client: EngineClient): void {
    const channel = client.getChannel();
    const { READY, TRANSIENT_FAILURE, SHUTDOWN } = grpc.connectivityState;
    let met = false;
    const look = () => {
      if (client !== this.#client) return;
      const state = channel.getConnectivityState(true);
      if (state === TRANSIENT_FAILURE || state === SHUTDOWN || (met && state !== READY)) return this.#gone();
      met ||= state === READY;
      channel.watchConnectivityState(state, Number.POSITIVE_INFINITY, look);
    };
    look();
  }
}
