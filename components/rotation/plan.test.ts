import { describe, expect, test } from "vitest";
import { planSecret } from "../secrets/index.ts";
import { fromConfig, generated, secretOf, secretValue, share } from "../service/index.ts";
import { labWith, refusal, service, TODAY } from "../testing/index.ts";
import { dueIn, planBirths, planReturn, planRotation, registerOf, strayRotations } from "./index.ts";

const postgres = service({
  name: "postgres",
  provides: "postgresql",
  secrets: { password: generated(32, { lasts: "read on its first start only" }) },
  env: { POSTGRES_PASSWORD: secretValue("password") },
});
const web = service({
  secrets: { key: generated(48, { every: 7 }), cloud: fromConfig("cloud") },
  database: { on: "postgres" },
  volumes: { "/photos": share("nas/photos") },
  env: { KEY: secretValue("key"), CLOUD: secretValue("cloud"), PASSWORD: secretValue("database") },
});
const client = service({ name: "client", env: { KEY: secretOf("web", "key") } });

const lab = labWith(postgres, web, client);
const register = registerOf(lab);
const entry = (id: string) => register.find((each) => each.id === id);
const plan = (names: string[], rotations = {}) => planRotation(register, rotations, { names }, TODAY);

describe("the register tells of each secret", () => {
  test("where it comes from, how long it is, who reads it and when another is due", () => {
    expect(entry("web/key")).toEqual({
      id: "web/key",
      kind: "derived",
      length: 48,
      generation: 1,
      usedBy: ["client", "web"],
      every: 7,
    });
    expect(entry("web/cloud")).toMatchObject({ kind: "given", token: "cloud", every: 180 });
    expect(entry("web/database")).toMatchObject({ kind: "derived", length: 32, every: 30 });
    expect(entry("web/share-nas-photos")).toMatchObject({
      kind: "given",
      token: "nas-password",
      usedBy: ["web"],
    });
  });

  test("why it lasts, where another one would do harm; such a one is never due", () => {
    expect(entry("postgres/password")).toMatchObject({ lasts: "read on its first start only" });
    expect(entry("postgres/password")).not.toHaveProperty("every");
  });

  test("of what belongs to no service, too", () => {
    expect(entry("clusters/core/identity")).toMatchObject({
      length: 52,
      lasts: "raise the generation of core in the inventory",
    });
  });
});

describe("a rotation", () => {
  test("raises a number, and says who starts again", () => {
    const { rotations, restarts } = plan(["web/key"], { "web/key": { times: 2, on: "2026-01-01" } });
    expect(rotations).toEqual({ "web/key": { times: 3, on: "2026-11-21" } });
    expect(restarts).toEqual(["client", "web"]);
  });

  test("of a token is one of every secret that holds it", () => {
    expect(plan(["nas-password"]).turned.map(({ id }) => id)).toEqual(["web/share-nas-photos"]);
  });

  test("is another password, derived from the same root", () => {
    const services = lab.services.map((each) => ({
      ...each,
      rotated: each.name === "web" ? { key: 2 } : {},
    }));
    const derived = (secret: string) => planSecret({ secret, of: "web" }, { ...lab, services });
    expect(derived("key")).toMatchObject({ derive: { generation: 3 } });
    expect(derived("database")).toMatchObject({ derive: { generation: 1 } });
  });

  test("of all leaves what lasts and what others gave; of what is due, what is young", () => {
    const ids = (wanted: "all" | "due", rotations = {}) =>
      planRotation(register, rotations, wanted, TODAY).turned.map(({ id }) => id);
    expect(ids("all")).toEqual(["web/database", "web/key"]);
    const born = {
      "web/database": { times: 0, on: "2026-11-01" },
      "web/key": { times: 0, on: "2026-11-01" },
    };
    expect(ids("due", born)).toEqual(["web/key"]);
  });

  test("of what lasts is refused with the reason", () => {
    const said = refusal(() => plan(["postgres/password"]));
    expect(said).toContain(
      "postgres/password: it is not rotated by a number alone.\n  why: read on its first start only",
    );
  });

  test("of what nobody has is refused with what was probably meant", () => {
    expect(refusal(() => plan(["web/kay"]))).toContain('did you mean "web/key"?');
  });

  test("is taken back once for each time that it was done", () => {
    const back = (times: number) =>
      planReturn(register, { "web/key": { times, on: "2026-01-01" } }, ["web/key"], TODAY).rotations;
    expect(back(2)).toEqual({ "web/key": { times: 1, on: "2026-11-21" } });
    expect(refusal(() => back(0))).toContain("it was never rotated here");
  });
});

test("a secret is as old as what was written down of it", () => {
  const births = planBirths(register, { "gone/secret": { times: 1, on: "2026-01-01" } }, TODAY);
  expect(Object.keys(births)).toEqual(["web/cloud", "web/database", "web/key", "web/share-nas-photos"]);
  const [key] = register.filter(({ id }) => id === "web/key");
  if (!key) throw new Error("web/key is in the register");
  expect(dueIn(key, births, TODAY)).toBe(7);
  expect(dueIn(key, births, new Date("2026-11-30"))).toBe(-2);
  expect(dueIn(key, {}, TODAY)).toBeUndefined();
});

test("what is written of a secret that nobody has is refused: it would be rotated in vain", () => {
  const said = strayRotations(register, ["web/keys"], "stacks/test/rotations.json");
  expect(said).toMatchObject([
    { where: "stacks/test/rotations.json", fix: 'did you mean "web/key"? If not, remove the line' },
  ]);
});
