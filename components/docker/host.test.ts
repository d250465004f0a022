import * as pulumi from "@pulumi/pulumi";
import { beforeAll, describe, expect, test } from "vitest";
import { claim, generated, hostOf, secretValue } from "../service/index.ts";
import { labWith, programs, service } from "../testing/index.ts";
import { Vault } from "../vault/index.ts";
import { DockerHost } from "./host.ts";

interface Made {
  type: string;
  name: string;
  inputs: Record<string, unknown>;
}

const made: Made[] = [];
const one = (name: string) => made.find((each) => each.name === name)?.inputs;

const place = { docker: "desk" };
const lab = labWith(
  service({
    place,
    env: { TOKEN: secretValue("token"), MODE: "fast", CACHE: hostOf("cache") },
    secrets: { token: generated() },
    volumes: { "/data": claim("1Gi") },
  }),
  service({ name: "cache", place }),
  service({ name: "draft", place, lifecycle: "experimental" }),
  service({ name: "elsewhere", place: { cluster: "core" } }),
);

function host(name: string, args: Partial<ConstructorParameters<typeof DockerHost>[1]> = {}): DockerHost {
  const vault = new Vault({ lab, rootSecret: "0123456789abcdef0123456789abcdef", tokens: {} });
  return new DockerHost(name, {
    lab,
    host: "desk",
    endpoint: "ssh://me@desk",
    vault,
    programs,
    lifecycles: ["production"],
    ...args,
  });
}

let desk: DockerHost;

beforeAll(async () => {
  await pulumi.runtime.setMocks({
    newResource: ({ type, name, inputs }) => {
      made.push({ type, name, inputs });
      return { id: `${name}-id`, state: { ...inputs, imageId: "sha256:pulled" } };
    },
    call: () => ({}),
  });
  desk = host("desk");
  host("other", {
    transform: { container: (args, name) => ({ ...args, hostname: name }) },
  });
  await pulumi.runtime.disconnect();
});

describe("a Docker host", () => {
  test("makes the services that are placed on it and are deployed, and no others", () => {
    expect(Object.keys(desk.nodes.services).sort()).toEqual(["cache", "web"]);
  });

  test("joins its services by one network", () => {
    expect(one("desk-network")).toMatchObject({ name: "lab", driver: "bridge" });
    expect(one("desk-web-container")?.networksAdvanced).toEqual([{ name: "lab", aliases: ["web"] }]);
  });

  test("runs what was pulled, by its id", () => {
    expect(one("desk-web-container")?.image).toBe("sha256:pulled");
  });

  test("names its children after itself, so that two hosts can stand in one stack", () => {
    for (const { name } of made) expect(name).toMatch(/^(desk|other)/);
  });

  test("lets a transform say what no declaration can", () => {
    expect(one("other-web-container")?.hostname).toBe("other-web-container");
    expect(one("desk-web-container")).not.toHaveProperty("hostname");
  });
});

describe("a secret", () => {
  test("reaches its container as an Output that is marked secret", async () => {
    const { container } = desk.nodes.services.web?.nodes ?? {};
    expect(await pulumi.isSecret(container?.envs ?? pulumi.output([]))).toBe(true);
  });

  test("makes nothing of another service secret", async () => {
    const { container } = desk.nodes.services.cache?.nodes ?? {};
    expect(await pulumi.isSecret(container?.envs ?? pulumi.secret([]))).toBe(false);
  });
});
