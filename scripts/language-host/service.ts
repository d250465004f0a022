import {
  type handleUnaryCall,
  type ServerUnaryCall,
  status,
  type UntypedServiceImplementation,
} from "@grpc/grpc-js";
import type { ILanguageRuntimeServer } from "@pulumi/pulumi/proto/language_grpc_pb.js";
import { LanguageHandshakeResponse } from "@pulumi/pulumi/proto/language_pb.js";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb.js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb.js";
import { about } from "./about.ts";
import { endChildren } from "./child.ts";
import { installDependencies } from "./install.ts";
import { programDependencies, requiredPackages, requiredPlugins } from "./packages.ts";
import { runPlugin } from "./plugin.ts";
import { runProgram } from "./program.ts";
import { version } from "./version.ts";

/** What the engine may ask. A call that is not here is answered UNIMPLEMENTED, which the engine understands. */
export function languageRuntime(engineAddress: string | undefined): UntypedServiceImplementation {
  const answers: Partial<ILanguageRuntimeServer> = {
    handshake: unary(async () => new LanguageHandshakeResponse()),
    getPluginInfo: unary(async () => new PluginInfo().setVersion(version)),
    getRequiredPackages: unary(async ({ request }) => requiredPackages(request)),
    getRequiredPlugins: unary(async ({ request }) => requiredPlugins(request)),
    getProgramDependencies: unary(async ({ request }) => programDependencies(request)),
    about: unary(async () => about()),
    run: unary((call) => runProgram(call, engineAddress)),
    runPlugin,
    installDependencies,
    cancel: unary(async () => {
      await endChildren();
      return new Empty();
    }),
  };
  return answers as UntypedServiceImplementation;
}

function unary<Request, Response>(
  answer: (call: ServerUnaryCall<Request, Response>) => Promise<Response>,
): handleUnaryCall<Request, Response> {
  return (call, callback) => {
    answer(call).then(
      (response) => callback(null, response),
      (error: Error) => callback({ code: status.UNKNOWN, details: error.message }),
    );
  };
}
