import type { UntypedServiceImplementation } from "@grpc/grpc-js";
import pluginProto from "@pulumi/pulumi/proto/plugin_pb.js";
import type {
  CheckRequest,
  ConfigureRequest,
  CreateRequest,
  DeleteRequest,
  DiffRequest,
  InvokeRequest,
  ReadRequest,
  UpdateRequest,
} from "@pulumi/pulumi/proto/provider_pb.js";
import proto from "@pulumi/pulumi/proto/provider_pb.js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";
import { checkResponse, diffResponse, invokeResponse } from "./answers.ts";
import { checkConfig, parseConfig } from "./config.ts";
import { handler, unsupported } from "./handler.ts";
import { decode, encode } from "./marshal.ts";
import { Refusal } from "./refusal.ts";
import { secretsOfOutputs } from "./secrets.ts";
import { InitFailure, Unready } from "./unready.ts";
import type { Path, Properties } from "./value.ts";
import type { Functions, Kinds, Log, Operation, ResourceKind, Vendor } from "./vendor.ts";

/** Seconds for one operation, where the program says nothing. */
const defaultTimeout = 600;

/** What a plugin needs from the process around it. */
export interface Surroundings {
  log: Log & { attach(address: string): void };
  /** Ends when the engine asks to stop: what was begun is finished, and waits for nothing any more. */
  cancelled: AbortSignal;
  cancel(): void;
}

/** The engine's ResourceProvider protocol, once for all vendors. */
export function providerService(vendor: Vendor, around: Surroundings): UntypedServiceImplementation {
  let kinds: Kinds = () => {
    throw new Refusal(`the ${vendor.name} provider is not configured yet`);
  };
  let functions: Functions = () => {
    throw new Refusal(
      `the stand-in for the ${vendor.name} provider has no functions; use the official plugin`,
    );
  };
  const limit = (seconds: number) => AbortSignal.timeout((seconds || defaultTimeout) * 1000);
  const operation = (request: { getUrn(): string; getTimeout(): number }): Operation => ({
    urn: request.getUrn(),
    timeout: request.getTimeout() || undefined,
    signal: limit(request.getTimeout()),
    cancelled: around.cancelled,
  });

  return {
    handshake: handler(() => new proto.ProviderHandshakeResponse().setAcceptSecrets(true)),
    attach: handler((request: { getAddress(): string }) => {
      around.log.attach(request.getAddress());
      return new empty.Empty();
    }),
    getPluginInfo: handler(() => new pluginProto.PluginInfo().setVersion(vendor.version)),
    getSchema: handler(() => {
      const schema = { name: vendor.name, version: vendor.version };
      return new proto.GetSchemaResponse().setSchema(JSON.stringify(schema));
    }),
    cancel: handler(() => {
      around.cancel();
      return new empty.Empty();
    }),

    checkConfig: handler((request: CheckRequest) => {
      const { values, secrets } = decode(request.getNews());
      return checkResponse(checkConfig(values, vendor), secrets);
    }),
    diffConfig: handler((request: DiffRequest) => {
      const before = parseConfig(decode(request.getOldInputs()).values, vendor.config);
      return diffResponse(
        vendor.diffConfig(before, parseConfig(decode(request.getNews()).values, vendor.config)),
      );
    }),
    configure: handler((request: ConfigureRequest) => {
      const config = parseConfig(decode(request.getArgs()).values, vendor.config);
      kinds = vendor.configure(config, around.log);
      functions = vendor.functions?.(config) ?? functions;
      return new proto.ConfigureResponse().setAcceptsecrets(true).setSupportspreview(true);
    }),

    check: handler(async (request: CheckRequest) => {
      const kind = kinds(request.getType());
      const { values, secrets } = decode(request.getNews());
      const checked = await kind.check({
        name: request.getName(),
        type: request.getType(),
        before: decode(request.getOlds()).values,
        inputs: values,
        seed: request.getRandomseed_asU8(),
      });
      return checkResponse(checked, [...secrets, ...(kind.secrets ?? [])]);
    }),
    diff: handler(async (request: DiffRequest) => {
      const diff = await kinds(request.getType()).diff({
        id: request.getId(),
        state: decode(request.getOlds()).values,
        before: decode(request.getOldInputs()).values,
        inputs: decode(request.getNews()).values,
      });
      return diffResponse(diff);
    }),
    create: handler(async (request: CreateRequest) => {
      const kind = kinds(request.getType());
      const { values: inputs, secrets } = decode(request.getProperties());
      const asked = { inputs, ignoreChanges: [], ...operation(request) };
      const { id, state } = request.getPreview()
        ? { id: "", state: await kind.preview(asked) }
        : await sealed(kind.create(asked), kind, inputs, secrets);
      return new proto.CreateResponse().setId(id).setProperties(outputs(kind, inputs, state, secrets));
    }),
    update: handler(async (request: UpdateRequest) => {
      const kind = kinds(request.getType());
      const { values: inputs, secrets } = decode(request.getNews());
      const existing = {
        id: request.getId(),
        state: decode(request.getOlds()).values,
        inputs,
        ignoreChanges: request.getIgnorechangesList(),
        ...operation(request),
      };
      const state = request.getPreview()
        ? await kind.preview(existing)
        : await sealed(kind.update(existing), kind, inputs, secrets);
      return new proto.UpdateResponse().setProperties(outputs(kind, inputs, state, secrets));
    }),
    read: handler(async (request: ReadRequest) => {
      const kind = kinds(request.getType());
      const before = decode(request.getInputs());
      const state = decode(request.getProperties());
      const secrets = [...before.secrets, ...state.secrets];
      const asked = {
        id: request.getId(),
        state: state.values,
        inputs: before.values,
        ...operation(request),
      };
      const found = await sealed(kind.read(asked), kind, state.values, secrets);
      if (!found) return new proto.ReadResponse();
      return new proto.ReadResponse()
        .setId(found.id)
        .setProperties(outputs(kind, state.values, found.state, secrets))
        .setInputs(outputs(kind, before.values, found.inputs, secrets));
    }),
    delete: handler(async (request: DeleteRequest) => {
      const state = decode(request.getProperties()).values;
      const inputs = decode(request.getOldInputs()).values;
      await kinds(request.getType()).remove({ id: request.getId(), state, inputs, ...operation(request) });
      return new empty.Empty();
    }),
    invoke: handler(async (request: InvokeRequest) => {
      const asked = functions(request.getTok());
      const { values: args } = decode(request.getArgs());
      const failures = asked.check(args);
      if (failures.length > 0) return invokeResponse({ failures });
      return invokeResponse({ answer: await asked.call({ args, signal: limit(0) }), secrets: asked.secrets });
    }),

    getMapping: handler(() => new proto.GetMappingResponse()),
    getMappings: handler(() => new proto.GetMappingsResponse()),
    parameterize: unsupported(vendor, "being parameterized"),
    call: unsupported(vendor, "methods"),
    construct: unsupported(vendor, "components"),
    list: unsupported(vendor, "listing resources"),
  };
}

/** Lets an error pass; one that brings a resource with it, only with its secrets sealed. */
async function sealed<T>(
  answer: Promise<T>,
  kind: ResourceKind,
  inputs: Properties,
  secrets: Path[],
): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof Unready)) throw error;
    const state = outputs(kind, inputs, error.made.state, secrets);
    throw new InitFailure(error, state, error.inputs && outputs(kind, inputs, error.inputs, secrets));
  }
}

function outputs(kind: ResourceKind, inputs: Properties, state: Properties, secrets: Path[]) {
  const known = secretsOfOutputs(inputs, state, secrets);
  return encode({ values: state, secrets: [...known, ...(kind.secrets ?? [])] });
}
