import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { handleServerStreamingCall } from "@grpc/grpc-js";
import {
  type InstallDependenciesRequest,
  InstallDependenciesResponse,
} from "@pulumi/pulumi/proto/language_pb.js";
import { programInfo } from "./options.ts";

/** For `pulumi install`: what the lockfile says, to the letter, where there is one. */
export const installDependencies: handleServerStreamingCall<
  InstallDependenciesRequest,
  InstallDependenciesResponse
> = (call) => {
  const directory = programInfo(call.request).getProgramDirectory();
  const locked = existsSync(join(directory, "package-lock.json"));
  const npm = spawn("npm", [locked ? "ci" : "install", "--ignore-scripts", "--loglevel=error"], {
    cwd: directory,
    stdio: ["ignore", "pipe", "pipe"],
  });
  call.on("cancelled", () => npm.kill());
  npm.stdout.on("data", (data: Buffer) => call.write(new InstallDependenciesResponse().setStdout(data)));
  npm.stderr.on("data", (data: Buffer) => call.write(new InstallDependenciesResponse().setStderr(data)));
  npm.once("error", (error) => call.destroy(error));
  npm.once("close", (code) =>
    code === 0 ? call.end() : call.destroy(new Error(`npm exited with code ${code}.`)),
  );
};
