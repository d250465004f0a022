import * as pulumi from "@pulumi/pulumi";
import { beforeAll, describe, expect, test } from "vitest";
import { deriveSecret, planSecret } from "../secrets/index.ts";
import { fromConfig, generated, secretValue, share, zoneToken } from "../service/index.ts";
import { connector, labWith, refusal, service } from "../testing/index.ts";
import { Vault } from "./vault.ts";

const ROOT = "a root secret of a lab that is only a test";

const lab = labWith(
  service({
    secrets: { own: generated(24, { generation: 3 }), token: fromConfig("openai") },
    env: { OWN: secretValue("own"), TOKEN: secretValue("token") },
    volumes: { "/photos": share("nas/photos") },
  }),
);
const derivation = { lab: "test", service: "web", name: "own", generation: 3, length: 24 };

beforeAll(() =>
  pulumi.runtime.setMocks({
    newResource: ({ name, inputs }) => ({ id: name, state: inputs }),
    call: ({ inputs }) => inputs,
  }),
);

const textOf = (output: pulumi.Output<string>) => new Promise<string>((resolve) => output.apply(resolve));

describe("a secret comes", () => {
  test("from the root secret, by all that makes it this one", () => {
    expect(planSecret({ secret: "own", of: "web" }, lab)).toEqual({ derive: derivation });
  });

  test("from the config, by the name of its token", () => {
    expect(planSecret({ secret: "token", of: "web" }, lab)).toEqual({ token: "openai" });
  });

  test("with the share that a service mounts, where its server asks for a login", () => {
    expect(planSecret({ secret: "share-nas-photos", of: "web" }, lab)).toEqual({ token: "nas-password" });
  });

  test("from Cloudflare, which has just made it: for a zone, or for the tunnel of its own cluster", () => {
    const edge = labWith(
      connector("brain"),
      service({ secrets: { dns: zoneToken("example.com") }, env: { TOKEN: secretValue("dns") } }),
    );
    expect(planSecret({ secret: "dns", of: "web" }, edge)).toEqual({ kept: "zone/example.com" });
    expect(planSecret({ secret: "tunnel", of: "connector-brain" }, edge)).toEqual({ kept: "tunnel/brain" });
  });

  test("with the sign-in that a service asks for, and the other side knows it too", () => {
    const signedIn = labWith(
      service({ name: "who", provides: "sign-in", expose: { public: { access: "public" } } }),
      service({
        signIn: { by: "who", returnTo: ["/back"] },
        expose: { tailnet: true },
        env: { SECRET: secretValue("sign-in") },
      }),
      connector(),
    );
    expect(planSecret({ secret: "sign-in", of: "web" }, signedIn)).toMatchObject({
      derive: { service: "web", name: "sign-in" },
    });
  });

  test("with the database that a service asks for", () => {
    const postgres = service({
      name: "postgres",
      provides: "postgresql",
      secrets: { password: generated() },
      env: { POSTGRES_PASSWORD: secretValue("password") },
    });
    const withDatabase = labWith(
      postgres,
      service({ database: { on: "postgres" }, env: { PASSWORD: secretValue("database") } }),
    );
    expect(planSecret({ secret: "database", of: "web" }, withDatabase)).toMatchObject({
      derive: { service: "web", name: "database", generation: 1 },
    });
  });
});

describe("a vault", () => {
  const vault = new Vault({ lab, rootSecret: ROOT, tokens: { openai: "sk-not-a-real-token" } });

  test("turns names into values, marked secret", async () => {
    const own = vault.read({ secret: "own", of: "web" });
    const token = vault.read({ secret: "token", of: "web" });
    expect(await textOf(own)).toBe(deriveSecret(ROOT, derivation));
    expect(await textOf(token)).toBe("sk-not-a-real-token");
    expect(await Promise.all([pulumi.isSecret(own), pulumi.isSecret(token)])).toEqual([true, true]);
  });

  test("fills text, which is as secret as what it holds", async () => {
    const text = vault.fill(["Bearer ", { secret: "token", of: "web" }]);
    expect(await textOf(text)).toBe("Bearer sk-not-a-real-token");
    expect(await pulumi.isSecret(text)).toBe(true);
  });

  test("keeps what is made meanwhile, as secret as the rest, and knows nothing of what nobody made", async () => {
    vault.keep({ kept: "tailnet/nas" }, "tskey-auth-1");
    const text = vault.fill(["--auth-key=", { kept: "tailnet/nas" }]);
    expect(await textOf(text)).toBe("--auth-key=tskey-auth-1");
    expect(await pulumi.isSecret(text)).toBe(true);
    expect(() => vault.fill([{ kept: "tailnet/desk" }])).toThrow("the secret tailnet/desk is wanted before");
  });

  test("refuses with every token that is missing, and tells how to bring it", () => {
    const message = refusal(() => vault.demandTokens(lab.services));
    expect(message).toContain("services/apps/web.ts: web wants the token nas-password");
    expect(message).toContain("fix: pulumi config set --secret --path 'homelab:tokens.nas-password'");
    expect(message).not.toContain("openai");
  });
});
