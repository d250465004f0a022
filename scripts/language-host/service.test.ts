import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { credentials, type ServiceError, status } from "@grpc/grpc-js";
import { LanguageRuntimeClient } from "@pulumi/pulumi/proto/language_grpc_pb.js";
import {
  GetProgramDependenciesRequest,
  GetRequiredPackagesRequest,
  type GetRequiredPackagesResponse,
  PackRequest,
  ProgramInfo,
} from "@pulumi/pulumi/proto/language_pb.js";
import type { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb.js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb.js";
import { afterEach, expect, test } from "vitest";
import { environment } from "../setup/index.mjs";
import { languageHostEntry } from "../setup/language-host.mjs";
import { checkout } from "../setup/paths.mjs";
import { TrialProject } from "../trial/project.ts";
import { eventually } from "../trial/wait.ts";
import { version } from "./version.ts";

let host: ChildProcess | undefined;

afterEach(() => {
  host?.kill("SIGKILL");
});

async function started(extra: NodeJS.ProcessEnv = {}) {
  host = spawn("node", [languageHostEntry, "127.0.0.1:1"], {
    env: { ...process.env, ...environment(), ...extra },
    stdio: ["pipe", "pipe", "inherit"],
  });
  const [port] = host.stdout ? await once(host.stdout, "data") : [];
  return {
    child: host,
    client: new LanguageRuntimeClient(`127.0.0.1:${Number(port)}`, credentials.createInsecure()),
  };
}

function ask<Response>(call: (answer: (error: ServiceError | null, response: Response) => void) => unknown) {
  return new Promise<Response>((resolve, reject) => {
    call((error, response) => (error ? reject(error) : resolve(response)));
  });
}

const info = new ProgramInfo().setRootDirectory(checkout).setProgramDirectory(checkout).setEntryPoint(".");

test("the host calls itself by the version of the SDK", async () => {
  const { client } = await started();
  const answer = await ask<PluginInfo>((callback) => client.getPluginInfo(new Empty(), callback));
  expect(answer.getVersion()).toBe(version);
});

async function packages(acquisition: "true" | "") {
  const { client } = await started({ PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: acquisition });
  const request = new GetRequiredPackagesRequest().setInfo(info);
  const answer = await ask<GetRequiredPackagesResponse>((callback) =>
    client.getRequiredPackages(request, callback),
  );
  return answer.getPackagesList().map((each) => `${each.getKind()} ${each.getName()} ${each.getVersion()}`);
}

test("the engine is told which plugins the installed packages speak to", async () => {
  expect(await packages("")).toContainEqual(expect.stringMatching(/^resource kubernetes v\d+\.\d+\.\d+$/));
});

test("where the engine may fetch no plugin, it is asked for none: one that is never used must not fail a preview", async () => {
  expect(await packages("true")).toEqual([]);
});

test("a call that the host does not know is answered as such", async () => {
  const { client } = await started();
  const call = ask((callback) => client.pack(new PackRequest(), callback));
  await expect(call).rejects.toMatchObject({ code: status.UNIMPLEMENTED });
});

test("a request that makes no sense is an error with words, not the end of the host", async () => {
  const { client } = await started();
  const call = ask((callback) =>
    client.getProgramDependencies(new GetProgramDependenciesRequest(), callback),
  );
  await expect(call).rejects.toMatchObject({ details: expect.stringContaining("without saying which") });
  const again = await ask<PluginInfo>((callback) => client.getPluginInfo(new Empty(), callback));
  expect(again.getVersion()).toBe(version);
});

test("the host leaves when its engine is gone", async () => {
  const { child } = await started();
  child.stdin?.end();
  await eventually(() => child.exitCode === 0);
});

test("pulumi about says which Node.js runs programs, and with which packages", async () => {
  const project = new TrialProject({
    "program/index.ts": "",
    "package.json": '{ "dependencies": { "@pulumi/pulumi": "*" } }',
  });
  try {
    const { output } = await project.pulumi("about", "--json");
    const { runtime, dependencies } = JSON.parse(
      output.slice(output.indexOf("{"), output.lastIndexOf("}") + 1),
    );
    expect(runtime).toMatchObject({ language: "nodejs", version: process.version });
    expect(dependencies).toContainEqual({ name: "@pulumi/pulumi", version });
  } finally {
    project.remove();
  }
});
