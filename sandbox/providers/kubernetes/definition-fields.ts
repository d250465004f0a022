import { isObject, type Properties, type Value } from "../framework/value.ts";
import type { ResourceKind } from "../framework/vendor.ts";

/** A schema's own extensions, as programs write them (x_kubernetes_list_type) and as the API does (x-kubernetes-list-type). */
const inPrograms = /^x_kubernetes_[a-z_]+$/;
const inTheApi = /^x-kubernetes-[a-z-]+$/;

/** A kind whose fields programs call by other names than the API: definitions of custom resources alone. */
export function withProgramNames(kind: ResourceKind): ResourceKind {
  const sent = <Request extends { inputs: Properties; state?: Properties }>(request: Request): Request => ({
    ...request,
    inputs: toApi(request.inputs),
    ...(request.state && { state: toApi(request.state) }),
  });
  return {
    ...kind,
    check: (request) => kind.check({ ...request, inputs: toApi(request.inputs) }),
    preview: async (request) => toProgram(await kind.preview(sent(request))),
    async create(request) {
      const { id, state } = await kind.create(sent(request));
      return { id, state: toProgram(state) };
    },
    update: async (request) => toProgram(await kind.update(sent(request))),
    async read(request) {
      const found = await kind.read(sent(request));
      return found && { ...found, state: toProgram(found.state) };
    },
  };
}

function toApi(values: Properties): Properties {
  return renamed(values, (key) => (inPrograms.test(key) ? key.replaceAll("_", "-") : key)) as Properties;
}

function toProgram(values: Properties): Properties {
  return renamed(values, (key) => (inTheApi.test(key) ? key.replaceAll("-", "_") : key)) as Properties;
}

function renamed(value: Value, rename: (key: string) => string): Value {
  if (Array.isArray(value)) return value.map((each) => renamed(each, rename));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [rename(key), renamed(each, rename)]));
}
