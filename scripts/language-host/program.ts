import type { ServerUnaryCall } from "@grpc/grpc-js";
import { type RunRequest, RunResponse } from "@pulumi/pulumi/proto/language_pb.js";
import { endChild, startNode } from "./child.ts";
import { programInfo, resolveFrom, runtimeOptions } from "./options.ts";

/** The SDK's exit code for "the person has already been told": the engine then adds nothing of its own. */
const alreadyExplained = 32;

/** Runs a Pulumi program to its end. */
export async function runProgram(
  call: ServerUnaryCall<RunRequest, RunResponse>,
  engineAddress: string | undefined,
): Promise<RunResponse> {
  const { request } = call;
  const info = programInfo(request);
  const options = runtimeOptions(info);
  const runner = resolveFrom(info.getProgramDirectory(), "@pulumi/pulumi/cmd/run");
  const child = startNode([...options.nodeargs, runner, ...runnerArguments(request, engineAddress)], {
    cwd: info.getProgramDirectory(),
    // The engine reads our own output and shows it: what the program prints goes there untouched.
    stdio: ["ignore", "inherit", "inherit"],
    env: {
      ...process.env,
      ...(options.typescript && { PULUMI_NODEJS_TYPESCRIPT: "true" }),
      PULUMI_CONFIG: JSON.stringify(Object.fromEntries(request.getConfigMap().toObject())),
      PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
    },
  });
  call.on("cancelled", () => endChild(child));

  return new Promise((resolve) => {
    child.once("error", (error) =>
      resolve(new RunResponse().setError(`Node.js did not start: ${error.message}`)),
    );
    child.once("close", (code, signal) => resolve(verdict(code, signal)));
  });
}

function runnerArguments(request: RunRequest, engineAddress: string | undefined): string[] {
  const info = programInfo(request);
  const flags = {
    monitor: request.getMonitorAddress(),
    engine: engineAddress,
    project: request.getProject(),
    stack: request.getStack(),
    organization: request.getOrganization(),
    "root-directory": info.getRootDirectory(),
    pwd: info.getProgramDirectory(),
    parallel: String(request.getParallel()),
  };
  return [
    ...Object.entries(flags).flatMap(([name, value]) => (value ? [`--${name}`, value] : [])),
    ...(request.getDryrun() ? ["--dry-run"] : []),
    info.getEntryPoint() || ".",
    ...request.getArgsList(),
  ];
}

function verdict(code: number | null, signal: NodeJS.Signals | null): RunResponse {
  const response = new RunResponse();
  if (code === 0) return response;
  if (code === alreadyExplained) return response.setBail(true);
  return response.setError(
    signal
      ? `The program was ended by ${signal}${signal === "SIGKILL" ? " (is the machine out of memory?)" : ""}.`
      : `The program exited with code ${code}.`,
  );
}
