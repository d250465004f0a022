import * as grpc from "@grpc/grpc-js";
import providerGrpc from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import { Engine } from "./engine.ts";
import { providerService } from "./service.ts";
import type { Vendor } from "./vendor.ts";

/** Bounds of one message: a ConfigMap with a bundled program in it is far above gRPC's own 4 MB. */
const messageBytes = 400 * 1024 * 1024;

const lookEveryMs = 1000;

/** Short: the engine gives all of its plugins together five seconds to end, and calls those crashed that it did not reach. */
const flushMs = 100;

/** Runs a vendor's plugin until its engine goes away. The engine reads the port from the first line of stdout. */
export function serve(vendor: Vendor): void {
  const cancelling = new AbortController();
  const engine = new Engine();
  const server = new grpc.Server({
    "grpc.max_receive_message_length": messageBytes,
    "grpc.max_send_message_length": messageBytes,
  });
  // What was begun is finished and told: an engine that hears nothing has to forget what may have been made.
  const around = { log: engine, cancelled: cancelling.signal, cancel: () => cancelling.abort() };
  const underWay = new Set<unknown>();
  const service = counted(providerService(vendor, around), underWay);
  server.addService(providerGrpc.ResourceProviderService, service);

  let stopping = false;
  /** Answers what is under way, and goes. */
  function stop(): void {
    if (stopping) return;
    stopping = true;
    cancelling.abort();
    engine.close();
    server.tryShutdown(() => process.exit(0));
    // The server waits for its connections, too, and the engine may keep an idle one.
    setInterval(() => underWay.size === 0 && process.exit(0), flushMs);
    // A call that does not heed the signal must not keep an orphan alive.
    setTimeout(() => process.exit(0), 3000).unref();
  }
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
  // An engine that is killed says no good-bye. Its connections tell nothing: it closes some long before it ends, and reports
  // a plugin that went by itself as a crash.
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && stop(), lookEveryMs).unref();

  server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
    if (error) throw error;
    console.log(port);
    const address = process.argv[2];
    if (address) engine.attach(address);
  });
}

/** Holds each call until it is answered. */
function counted(service: grpc.UntypedServiceImplementation, calls: Set<unknown>) {
  const counting = (handle: grpc.handleUnaryCall<unknown, unknown>): typeof handle => {
    return (call, reply) => {
      calls.add(call);
      handle(call, (...answer) => {
        calls.delete(call);
        reply(...answer);
      });
    };
  };
  return Object.fromEntries(
    Object.entries(service).map(([name, handle]) => [
      name,
      counting(handle as grpc.handleUnaryCall<unknown, unknown>),
    ]),
  );
}
