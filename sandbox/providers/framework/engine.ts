import * as grpc from "@grpc/grpc-js";
import type { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import engineGrpc from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import engineProto from "@pulumi/pulumi/proto/engine_pb.js";
import type { Log } from "./vendor.ts";

/** The engine that started this plugin, which shows what we log. */
export class Engine implements Log {
  #client: EngineClient | undefined;

  attach(address: string): void {
    this.#client?.close();
    this.#client = new engineGrpc.EngineClient(address, grpc.credentials.createInsecure());
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
}
