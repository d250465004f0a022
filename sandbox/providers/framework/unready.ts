import * as grpc from "@grpc/grpc-js";
import proto from "@pulumi/pulumi/proto/provider_pb.js";
import statusProto from "@pulumi/pulumi/proto/status_pb.js";
import any from "google-protobuf/google/protobuf/any_pb.js";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb.js";
import { Refusal } from "./refusal.ts";
import type { Properties } from "./value.ts";
import type { Made } from "./vendor.ts";

/** The resource is there, and not as it has to be: the engine keeps it in the state, and mends it at the next update. */
export class Unready extends Refusal {
  readonly made: Made;
  readonly reasons: string[];
  /** As they were read; undefined where they are those of the program. */
  readonly inputs: Properties | undefined;

  constructor(message: string, made: Made, reasons: string[], inputs?: Properties) {
    super(message);
    this.made = made;
    this.reasons = reasons;
    this.inputs = inputs;
  }
}

/** The same in the engine's words, with what is secret sealed. */
export class InitFailure extends Error {
  readonly metadata = new grpc.Metadata();

  constructor({ message, made, reasons }: Unready, state: Struct, inputs: Struct | undefined) {
    super(message);
    const failed = new proto.ErrorResourceInitFailed()
      .setId(made.id)
      .setProperties(state)
      .setReasonsList([message, ...reasons]);
    if (inputs) failed.setInputs(inputs);
    const detail = new any.Any();
    detail.pack(failed.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
    const status = new statusProto.Status().setCode(grpc.status.UNKNOWN).setMessage(message);
    status.addDetails(detail);
    // Go's gRPC reads the details of an error here.
    this.metadata.set("grpc-status-details-bin", Buffer.from(status.serializeBinary()));
  }
}
