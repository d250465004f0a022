import { describe, expect, test } from "vitest";
import type { InventoryRecord } from "../data/inventory-record.ts";
import type { ServiceRecord } from "../data/service-record.ts";
import { lab } from "../testing/lab.ts";

describe("lab services", () => {
  const all: ServiceRecord[] = JSON.parse(lab("services", "--json").out);

  test("tells a script all that it may want to know of each service", () => {
    const immich = all.find(({ name }) => name === "immich");
    expect(immich).toMatchObject({
      group: "media",
      lifecycle: "production",
      stack: "homelab",
      cluster: "brain",
      node: "k3s-master",
      gpu: 1,
      file: "stacks/homelab/services/media/immich.ts",
    });
    expect(immich?.image).toMatch(/^ghcr\.io\/immich-app\/immich-server:/);
    expect(immich?.needs).toContain("immich-postgres");
    expect(immich?.urls.public).toBe("https://photos.kanokgan.com");
    expect(Object.keys(immich?.ports ?? {})).not.toHaveLength(0);
    expect(immich?.memory).toEqual({ request: expect.any(String), limit: expect.any(String) });
  });

  test("tells of a chart its name and version, in the place of an image", () => {
    const issuer = all.find(({ name }) => name === "cert-manager-core");
    expect(issuer).toMatchObject({ image: null, chart: "cert-manager v1.21.1" });
  });

  test("has services of every stack, each once", () => {
    expect(new Set(all.map(({ stack }) => stack))).toEqual(new Set(["homelab", "gaming-pc"]));
    expect(new Set(all.map(({ name, stack }) => `${stack}/${name}`)).size).toBe(all.length);
  });

  test.each([
    ["group", "media", (each: ServiceRecord) => each.group === "media"],
    ["cluster", "core", (each: ServiceRecord) => each.cluster === "core"],
    ["node", "asuna", (each: ServiceRecord) => each.node === "asuna"],
    ["lifecycle", "production", (each: ServiceRecord) => each.lifecycle === "production"],
    ["needs", "redis", (each: ServiceRecord) => each.needs.includes("redis")],
    ["stack", "gaming-pc", (each: ServiceRecord) => each.stack === "gaming-pc"],
  ])("--%s %s keeps those that answer to it, and all of those", (flag, value, answers) => {
    const kept: ServiceRecord[] = JSON.parse(lab("services", `--${flag}`, value, "--json").out);
    expect(kept).toEqual(all.filter(answers));
    expect(kept).not.toHaveLength(0);
  });

  test("a misspelt value is an error that proposes the nearest", () => {
    const { code, out, err } = lab("services", "--group", "medai");
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain('did you mean "media"?');
    expect(lab("services", "--stack", "hoomelab").err).toContain('did you mean "homelab"?');
  });

  test("an empty result says which filter to drop", () => {
    const { code, out, err } = lab("services", "--cluster", "core", "--needs", "immich-redis");
    expect({ code, out }).toEqual({ code: 0, out: "" });
    expect(err).toContain("No service matches --cluster core --needs immich-redis.");
    expect(err).toMatch(/without --cluster: 1 \(cluster: brain\)/);
    expect(JSON.parse(lab("services", "--cluster", "core", "--needs", "immich-redis", "--json").out)).toEqual(
      [],
    );
  });

  test("through a pipe there are whole cells and no colours, even in CI", () => {
    const { out } = lab("services");
    expect(out).not.toContain("\u001b");
    expect(out).not.toContain("…");
    expect(out.trimEnd().split("\n")).toHaveLength(all.length + 1);
  });
});

describe("lab urls", () => {
  test("leaves out what is archived, and nobody can reach", () => {
    const { out } = lab("urls", "--group", "control");
    expect(out).toContain("https://gitlab.home");
    expect(out).not.toContain("gitea");
  });

  test("lists every address with who may enter, and nothing without one", () => {
    const { out } = lab("urls", "--group", "media");
    expect(out).toMatch(/jellyfin\s+media\s+lan\s+http:/);
    expect(out).toMatch(/public \(plex-users\)\s+https:\/\/jellyfin\.kanokgan\.com/);
    expect(out).not.toContain("immich-redis");
  });

  test("--json gives the same to a script", () => {
    const [first] = JSON.parse(lab("urls", "--group", "media", "--json").out);
    expect(Object.keys(first)).toEqual(["name", "group", "stack", "urls", "access"]);
  });
});

describe("lab graph", () => {
  test("shows what a service stands on, and what would stop without it, as text or as a picture", () => {
    const { out } = lab("graph", "--service", "immich-postgres");
    expect(out).toContain("homelab_immich --> homelab_immich_postgres");
    expect(out).not.toContain("ollama");
    expect(lab("graph", "--service", "immich-postgres", "--format", "svg").out).toMatch(
      /<svg\b.*<\/svg>\n$/s,
    );
  });

  test("what is nowhere in the picture is an error that proposes the nearest", () => {
    expect(lab("graph", "--service", "imich")).toMatchObject({
      code: 2,
      out: "",
      err: expect.stringContaining('did you mean "immich"?'),
    });
    expect(lab("graph", "--cluster", "corre").err).toContain('did you mean "core"?');
  });
});

describe("lab inventory", () => {
  const all: InventoryRecord = JSON.parse(lab("inventory", "--json").out);

  test("tells of machines, clusters, networks and storage", () => {
    expect(all.machines.find(({ name }) => name === "ocean")).toMatchObject({
      kind: "vm",
      on: "node006",
      cluster: "platform",
      gpu: { model: "RTX 3090", vram: "24Gi", shared: "4 slices" },
    });
    expect(all.clusters.find(({ name }) => name === "core")?.nodes).toMatchObject({ asuna: "server" });
    expect(all.networks.map(({ name }) => name)).toContain("rack/lan");
    expect(all.storage.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["data01", "data01/media", "nas/media"]),
    );
  });

  test("--kind keeps machines of one kind with their storage, --site what stands there", () => {
    const nas: InventoryRecord = JSON.parse(lab("inventory", "--kind", "nas", "--json").out);
    expect(nas.machines.map(({ name }) => name)).toEqual(["nas"]);
    expect(nas.storage.every(({ machine }) => machine === "nas")).toBe(true);
    expect(nas.clusters).toEqual([]);
    const lodge: InventoryRecord = JSON.parse(lab("inventory", "--site", "lodge", "--json").out);
    expect(lodge.clusters.map(({ name }) => name)).toEqual(["core"]);
    expect(lodge.machines.length).toBeGreaterThan(1);
  });
});

describe("lab", () => {
  test("--help documents the exit codes", () => {
    const { code, out } = lab("--help");
    expect(code).toBe(0);
    for (const line of ["3    refused by a policy", "4    locked by another update", "130  interrupted"])
      expect(out).toContain(line);
  });

  test("a mistyped command or option proposes the nearest, and exits 2", () => {
    expect(lab("previw")).toMatchObject({ code: 2, err: expect.stringContaining("Did you mean preview?") });
    expect(lab("services", "--grup", "x")).toMatchObject({
      code: 2,
      err: expect.stringContaining("Did you mean --group?"),
    });
  });
});
