/**
 * The Node.js language host: what the engine starts to run a program or a policy pack.
 * Used only where the engine has no official one; see docs/adr.
 */
import { Server, ServerCredentials } from "@grpc/grpc-js";
import { LanguageRuntimeService } from "@pulumi/pulumi/proto/language_grpc_pb.js";
import { endChildren } from "./child.ts";
import { languageRuntime } from "./service.ts";

const engineAddress = process.argv.slice(2).findLast((argument) => !argument.startsWith("-"));

const megabytes = 1024 * 1024;
const server = new Server({
  "grpc.max_receive_message_length": 400 * megabytes,
  "grpc.max_send_message_length": 400 * megabytes,
});
server.addService(LanguageRuntimeService, languageRuntime(engineAddress));
server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  console.log(port);
});

async function leave(): Promise<void> {
  await endChildren();
  process.exit(0);
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, leave);

// The engine holds our standard input open for as long as it lives: even when it is killed outright, this
// ends, and nothing of ours stays behind.
process.stdin.resume();
process.stdin.once("end", leave);
process.stdin.once("error", leave);
