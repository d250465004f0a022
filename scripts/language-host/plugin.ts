import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { handleServerStreamingCall } from "@grpc/grpc-js";
import { type RunPluginRequest, RunPluginResponse } from "@pulumi/pulumi/proto/language_pb.js";
import { endChild, parseEnvironment, startNode } from "./child.ts";
import { programInfo, resolveFrom, runtimeOptions } from "./options.ts";

const here = dirname(fileURLToPath(import.meta.url));

/** Runs a policy pack, or a provider written for Node.js, and hands on all that it prints. */
export const runPlugin: handleServerStreamingCall<RunPluginRequest, RunPluginResponse> = (call) => {
  const { request } = call;
  const info = programInfo(request);
  const directory = info.getProgramDirectory();
  const analyzer = request.getKind() === "analyzer";
  try {
    const runner = resolveFrom(
      directory,
      `@pulumi/pulumi/cmd/${analyzer ? "run-policy-pack" : "run-plugin"}/run.js`,
    );
    // Always through tsx: the SDK's own way is ts-node, which cannot work with TypeScript 7.
    const loader = pathToFileURL(resolveFrom(here, "tsx")).href;
    const child = startNode(
      [
        ...runtimeOptions(info).nodeargs,
        ...["--import", loader, join(here, "entry.mjs"), runner, directory],
        ...request.getArgsList(),
      ],
      {
        cwd: analyzer ? directory : request.getPwd(),
        env: parseEnvironment(request.getEnvList()),
        stdio: ["ignore", "pipe", "pipe"],
      },
    );
    call.on("cancelled", () => endChild(child));
    child.stdout?.on("data", (data: Buffer) => call.write(new RunPluginResponse().setStdout(data)));
    child.stderr?.on("data", (data: Buffer) => call.write(new RunPluginResponse().setStderr(data)));
    child.once("error", (error) => call.destroy(error));
    child.once("close", (code) => {
      call.write(new RunPluginResponse().setExitcode(code ?? 1));
      call.end();
    });
  } catch (error) {
    call.destroy(error as Error);
  }
};
