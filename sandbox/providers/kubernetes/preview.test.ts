import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { computed, type Properties } from "../framework/value.ts";
import { Plugin } from "../testing/plugin.ts";

const deployment = "kubernetes:apps/v1:Deployment";
const configMap = "kubernetes:core/v1:ConfigMap";
const secret = "kubernetes:core/v1:Secret";

let plugin: Plugin;

beforeAll(async () => {
  plugin = await Plugin.start("kubernetes");
  await plugin.configure({ kubeconfig: computed, namespace: "apps" });
});
afterAll(() => plugin.stop());

function web(container: Properties = {}, spec: Properties = {}): Properties {
  const labels = { app: "web" };
  const containers = [{ name: "web", image: "web:1", ...container }];
  const template = { metadata: { labels }, spec: { containers } };
  return { metadata: { name: "web" }, spec: { selector: { matchLabels: labels }, template, ...spec } };
}

async function failuresOf(inputs: Properties, type = deployment): Promise<string[]> {
  return (await plugin.check(type, inputs)).failures;
}

describe("an object that is right", () => {
  test("passes, and is put into the provider's namespace", async () => {
    const { inputs, failures } = await plugin.check(deployment, web());
    expect(failures).toEqual([]);
    expect(inputs).toMatchObject({
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { namespace: "apps" },
    });
  });

  test("passes where parts of it are not known yet", async () => {
    expect(
      await failuresOf(web({ env: computed, image: computed, ports: [{ containerPort: computed }] })),
    ).toEqual([]);
    expect(await failuresOf({ metadata: computed, data: { a: computed } }, configMap)).toEqual([]);
  });

  test("is previewed as it will be, as far as that is known", async () => {
    const { values, secrets } = await plugin.preview(configMap, { data: { a: "b" } }, [["data", "a"]]);
    expect(values).toMatchObject({ data: { a: "b" } });
    expect(secrets).toEqual([["data", "a"]]);
  });
});

describe("a mistake", () => {
  const mistakes: [string, Properties, string][] = [
    [
      "a misspelt field",
      web({ imagePullPolciy: "Always" }),
      'spec.template.spec.containers[0].imagePullPolciy is not a field of Container; did you mean "imagePullPolicy"?',
    ],
    [
      "a wrong type",
      web({ ports: [{ containerPort: "80" }] }),
      "spec.template.spec.containers[0].ports[0].containerPort has to be an integer, and is a string",
    ],
    [
      "a missing field",
      web({ ports: [{ name: "http" }] }),
      "spec.template.spec.containers[0].ports[0].containerPort is required",
    ],
    [
      "a word that the API server does not know",
      web({ imagePullPolicy: "always" }),
      "spec.template.spec.containers[0].imagePullPolicy has to be one of: Always, IfNotPresent, Never",
    ],
    [
      "a quantity that is none",
      web({ resources: { limits: { memory: "1Gb" } } }),
      "spec.template.spec.containers[0].resources.limits.memory is not a valid quantity",
    ],
    [
      "a status",
      { ...web(), status: {} },
      "status is set by the API alone, and cannot be an input of Deployment: remove it",
    ],
    [
      "a name that is no name",
      { ...web(), metadata: { name: "My_Web" } },
      'metadata.name has to be lower-case letters, digits, "-" and ".", to begin and end with a letter or digit, and to have 253 at most',
    ],
  ];
  test.each(mistakes)("%s is told with its place", async (_, inputs, message) => {
    expect(await failuresOf(inputs)).toEqual([message]);
  });

  test("does not hide another", async () => {
    expect(await failuresOf(web({ imagee: "x", tty: "yes" }, { replicas: 1.5 }))).toHaveLength(3);
  });

  test("never repeats a value, which could be a secret", async () => {
    const failures = await failuresOf({ data: { password: "hunter2" }, type: 5 }, secret);
    expect(failures).toEqual([
      "type has to be a string, and is a number",
      "data.password is not a valid byte",
    ]);
  });

  test("in the kind is met with the nearest kind", async () => {
    await expect(failuresOf({}, "kubernetes:apps/v1:Deploymnet")).rejects.toThrow(
      'Kubernetes has no kind Deploymnet in apps/v1; did you mean "Deployment"?',
    );
    await expect(failuresOf({}, "kubernetes:extensions/v1beta1:Ingress")).rejects.toThrow("no kind Ingress");
    await expect(failuresOf({}, "kubernetes:core/v1:PodSpec")).rejects.toThrow("no kind PodSpec");
  });

  test("in asking the server for a name is told", async () => {
    expect(await failuresOf({ metadata: { generateName: "a-" } }, configMap)).toEqual([
      "metadata.generateName cannot be applied on the server: give a name, or none",
    ]);
  });

  test("in the scope of an object is told", async () => {
    expect(await failuresOf({ metadata: { namespace: "a" } }, "kubernetes:core/v1:Namespace")).toEqual([
      "metadata.namespace cannot be set: a Namespace belongs to no namespace",
    ]);
  });
});

describe("the configuration", () => {
  test("refuses a key that the provider does not have", async () => {
    const other = await Plugin.start("kubernetes");
    expect(await other.configure({ kubeconfg: "{}" })).toEqual([
      'kubeconfg is not a field of the configuration of the kubernetes provider; did you mean "kubeconfig"?',
    ]);
    expect(await other.configure({ enablePatchForce: "yes" })).toEqual([
      "enablePatchForce has to be a boolean, and is a string",
    ]);
    expect(await other.configure({ kubeconfig: "{}", enablePatchForce: "true", version: "4.34.2" })).toEqual(
      [],
    );
    await other.stop();
  });
});

describe("a custom resource", () => {
  const type = "kubernetes:lab.example/v1:Film";
  const crd = {
    metadata: { name: "films.lab.example" },
    spec: {
      group: "lab.example",
      scope: "Namespaced",
      names: { kind: "Film", plural: "films" },
      versions: [
        {
          name: "v1",
          served: true,
          storage: true,
          schema: {
            openAPIV3Schema: {
              type: "object",
              properties: {
                spec: {
                  type: "object",
                  required: ["title"],
                  properties: { title: { type: "string" }, year: { type: "integer" } },
                },
              },
            },
          },
        },
      ],
    },
  };

  test("is taken as it is while no cluster can be asked, and checked once its definition has passed", async () => {
    const { inputs, failures } = await plugin.check(type, {
      metadata: { name: "one" },
      spec: { yaer: 1999 },
    });
    expect(failures).toEqual([]);
    expect(inputs).not.toHaveProperty("metadata.namespace");
    expect(await failuresOf({ metadata: { nmae: "one" }, spec: {} }, type)).toEqual([
      expect.stringContaining("metadata.nmae is not a field"),
    ]);
    expect(await failuresOf(crd, "kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition")).toEqual([]);
    expect(await failuresOf({ spec: { yaer: 1999 } }, type)).toEqual([
      'spec.yaer is not a field of Film.spec; did you mean "year"?',
      "spec.title is required in Film.spec",
    ]);
    expect(await failuresOf({ spec: { title: "The Matrix", year: 1999 } }, type)).toEqual([]);
  });
});

describe("a Helm release", () => {
  const type = "kubernetes:helm.sh/v3:Release";

  test("is checked, but for its values, which are the chart's affair", async () => {
    const release = { chart: "cert-manager", version: "1.2.3", values: { any: { thing: true } } };
    const { inputs, failures } = await plugin.check(type, release, { name: "certs" });
    expect(failures).toEqual([]);
    expect(inputs).toMatchObject({ namespace: "apps", name: expect.stringMatching(/^certs-/) });
    expect(await failuresOf({ ...release, vesion: "1" }, type)).toEqual([
      'vesion is not a field of Release; did you mean "version"?',
    ]);
  });
});

describe("a name", () => {
  test("is made where there is none, and kept", async () => {
    const first = await plugin.check(configMap, { data: {} }, { name: "settings" });
    expect(first.inputs).toMatchObject({
      metadata: {
        name: expect.stringMatching(/^settings-[0-9a-f]{8}$/),
        annotations: { "pulumi.com/autonamed": "true" },
      },
    });
    const second = await plugin.check(
      configMap,
      { data: { a: "b" } },
      { name: "settings", before: first.inputs },
    );
    expect(second.inputs.metadata).toEqual(first.inputs.metadata);
  });
});

describe("secrets", () => {
  test("of a Secret are secret even where the program did not say so", async () => {
    const checked = await plugin.check(secret, { stringData: { password: "hunter2" } });
    expect(checked.secrets).toContainEqual(["stringData"]);
  });

  test("of the program stay where they are", async () => {
    const path = ["spec", "template", "spec", "containers", 0, "env", 0, "value"];
    const { secrets } = await plugin.check(deployment, web({ env: [{ name: "A", value: "b" }] }), {
      secrets: [path],
    });
    expect(secrets).toEqual([path]);
  });
});

describe("a change", () => {
  async function changeOf(type: string, before: Properties, after: Properties) {
    const [old, now] = [await plugin.check(type, before), await plugin.check(type, after)];
    return plugin.diff(type, old.inputs, now.inputs);
  }

  test("of nothing is none", async () => {
    expect(await changeOf(deployment, web(), web())).toEqual({
      changed: [],
      replaces: [],
      deletesFirst: false,
    });
  });

  test("of an image is made in place", async () => {
    expect(await changeOf(deployment, web(), web({ image: "web:2" }))).toMatchObject({
      changed: ["spec.template.spec.containers[0].image"],
      replaces: [],
    });
  });

  test("of what is immutable makes the object anew, the old one first where the name is fixed", async () => {
    const after = web({}, { selector: { matchLabels: { app: "other" } } });
    expect(await changeOf(deployment, web(), after)).toEqual({
      changed: ["spec.selector.matchLabels.app"],
      replaces: ["spec"],
      deletesFirst: true,
    });
  });

  test("of a ConfigMap with an automatic name makes another beside it", async () => {
    expect(await changeOf(configMap, { data: { a: "1" } }, { data: { a: "2" } })).toMatchObject({
      replaces: ["data"],
      deletesFirst: false,
    });
  });

  test("of a claim's size is made in place, of its class not", async () => {
    const claim = (storage: string, storageClassName: string): Properties => ({
      metadata: { name: "data" },
      spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage } }, storageClassName },
    });
    const type = "kubernetes:core/v1:PersistentVolumeClaim";
    expect(await changeOf(type, claim("1Gi", "a"), claim("2Gi", "a"))).toMatchObject({ replaces: [] });
    expect(await changeOf(type, claim("1Gi", "a"), claim("1Gi", "b"))).toMatchObject({ replaces: ["spec"] });
  });

  test("of a label whose key has dots is named so that the engine finds it", async () => {
    const labelled = (value: string): Properties => ({
      metadata: { name: "a", labels: { "app.kubernetes.io/name": value } },
    });
    expect((await changeOf(configMap, labelled("a"), labelled("b"))).changed).toEqual([
      'metadata.labels["app.kubernetes.io/name"]',
    ]);
  });
});
