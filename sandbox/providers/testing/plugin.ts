import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import * as grpc from "@grpc/grpc-js";
import providerGrpc, { type ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import proto from "@pulumi/pulumi/proto/provider_pb.js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";
import { decode, encode } from "../framework/marshal.ts";
import type { Path, Properties } from "../framework/value.ts";

/** A plugin as the engine sees it: a process that prints a port, and a service behind it. */
export class Plugin {
  readonly process: ChildProcess;
  readonly #client: ResourceProviderClient;

  constructor(process: ChildProcess, client: ResourceProviderClient) {
    this.process = process;
    this.#client = client;
  }

  static async start(vendor: string): Promise<Plugin> {
    const launcher = fileURLToPath(new URL(`../bin/pulumi-resource-${vendor}`, import.meta.url));
    const child = spawn(launcher, { stdio: ["pipe", "pipe", "inherit"] });
    const [port] = await once(createInterface(child.stdout), "line");
    const client = new providerGrpc.ResourceProviderClient(
      `127.0.0.1:${port}`,
      grpc.credentials.createInsecure(),
    );
    return new Plugin(child, client);
  }

  /** Checks the configuration as the engine does, and configures the plugin with what came back. */
  async configure(config: Properties): Promise<string[]> {
    const request = new proto.CheckRequest().setNews(encode({ values: config, secrets: [] }));
    const checked = await call<proto.CheckResponse>((done) => this.#client.checkConfig(request, done));
    const reasons = checked.getFailuresList().map((failure) => failure.getReason());
    if (reasons.length > 0) return reasons;
    const args = new proto.ConfigureRequest().setArgs(checked.getInputs());
    await call((done) => this.#client.configure(args, done));
    return [];
  }

  async check(type: string, inputs: Properties, { name = "web", before = {}, secrets = [] as Path[] } = {}) {
    const request = new proto.CheckRequest()
      .setType(type)
      .setName(name)
      .setOlds(encode({ values: before, secrets: [] }))
      .setNews(encode({ values: inputs, secrets }))
      .setRandomseed(new Uint8Array([1, 2, 3]));
    const response = await call<proto.CheckResponse>((done) => this.#client.check(request, done));
    const checked = decode(response.getInputs());
    return {
      inputs: checked.values,
      secrets: checked.secrets,
      failures: response.getFailuresList().map((failure) => failure.getReason()),
    };
  }

  async diff(type: string, before: Properties, inputs: Properties) {
    const request = new proto.DiffRequest()
      .setType(type)
      .setOldInputs(encode({ values: before, secrets: [] }))
      .setOlds(encode({ values: before, secrets: [] }))
      .setNews(encode({ values: inputs, secrets: [] }));
    const response = await call<proto.DiffResponse>((done) => this.#client.diff(request, done));
    return {
      changed: [...response.getDetaileddiffMap().keys()],
      replaces: response.getReplacesList(),
      deletesFirst: response.getDeletebeforereplace(),
    };
  }

  async preview(type: string, inputs: Properties, secrets: Path[] = []) {
    const request = new proto.CreateRequest()
      .setType(type)
      .setPreview(true)
      .setProperties(encode({ values: inputs, secrets }));
    const response = await call<proto.CreateResponse>((done) => this.#client.create(request, done));
    return decode(response.getProperties());
  }

  async create(type: string, inputs: Properties, { timeout = 0, secrets = [] as Path[] } = {}) {
    const request = new proto.CreateRequest()
      .setType(type)
      .setTimeout(timeout)
      .setProperties(encode({ values: inputs, secrets }));
    const response = await call<proto.CreateResponse>((done) => this.#client.create(request, done));
    return { id: response.getId(), ...decode(response.getProperties()) };
  }

  async update(type: string, id: string, inputs: Properties, { state = {}, ignoreChanges = [] as string[] }) {
    const request = new proto.UpdateRequest()
      .setType(type)
      .setId(id)
      .setOlds(encode({ values: state, secrets: [] }))
      .setNews(encode({ values: inputs, secrets: [] }))
      .setIgnorechangesList(ignoreChanges);
    const response = await call<proto.UpdateResponse>((done) => this.#client.update(request, done));
    return decode(response.getProperties()).values;
  }

  /** Undefined where the resource is gone; without inputs it is an import. */
  async read(type: string, id: string, inputs: Properties = {}, state: Properties = {}) {
    const request = new proto.ReadRequest()
      .setType(type)
      .setId(id)
      .setInputs(encode({ values: inputs, secrets: [] }))
      .setProperties(encode({ values: state, secrets: [] }));
    const response = await call<proto.ReadResponse>((done) => this.#client.read(request, done));
    if (response.getId() === "") return undefined;
    return { state: decode(response.getProperties()).values, inputs: decode(response.getInputs()).values };
  }

  async remove(type: string, id: string, inputs: Properties, state: Properties = {}): Promise<void> {
    const request = new proto.DeleteRequest()
      .setType(type)
      .setId(id)
      .setOldInputs(encode({ values: inputs, secrets: [] }))
      .setProperties(encode({ values: state, secrets: [] }));
    await call((done) => this.#client.delete(request, done));
  }

  async cancel(): Promise<void> {
    await call((done) => this.#client.cancel(new empty.Empty(), done));
  }

  /** The exit code, or the signal that ended it. */
  async ended(): Promise<number | string> {
    const { exitCode, signalCode } = this.process;
    if (exitCode !== null || signalCode !== null) return exitCode ?? String(signalCode);
    const [code, signal] = await once(this.process, "exit");
    return code ?? signal;
  }

  async stop(): Promise<void> {
    this.#client.close();
    this.process.kill("SIGTERM");
    await this.ended();
  }
}

function call<Response>(ask: (done: grpc.requestCallback<Response>) => unknown): Promise<Response> {
  return new Promise((resolve, reject) => {
    ask((error, response) => (error ? reject(new Error(error.details)) : resolve(response as Response)));
  });
}
