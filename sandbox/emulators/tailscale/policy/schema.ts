import { z } from "zod";

/** As the vendor's parser has it: the case of a field's name does not matter, an unknown one does. */
function record<Shape extends z.ZodRawShape>(shape: Shape, aliases: Record<string, string> = {}) {
  const names = new Map(Object.keys(shape).map((name) => [name.toLowerCase(), name]));
  for (const [alias, name] of Object.entries(aliases)) names.set(alias, name);
  const folded = (value: unknown) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(
          Object.entries(value).map(([key, each]) => [names.get(key.toLowerCase()) ?? key, each]),
        )
      : value;
  return z.preprocess(folded, z.strictObject(shape));
}

const words = z.array(z.string());
const named = z.record(z.string(), words);

const rule = record(
  {
    action: z.literal("accept", { error: 'has to be "accept"' }),
    src: words,
    dst: words,
    proto: z.string().optional(),
    srcPosture: words.optional(),
  },
  { users: "src", ports: "dst" },
);

const grant = record({
  src: words,
  dst: words,
  ip: words.optional(),
  app: z.record(z.string(), z.array(z.unknown())).optional(),
  srcPosture: words.optional(),
  via: words.optional(),
});

const ssh = record({
  action: z.enum(["accept", "check"], { error: 'has to be "accept" or "check"' }),
  src: words,
  dst: words,
  users: words,
  checkPeriod: z.string().optional(),
  recorder: words.optional(),
  enforceRecorder: z.boolean().optional(),
  acceptEnv: words.optional(),
  srcPosture: words.optional(),
});

const test = record(
  {
    src: z.string(),
    accept: words.optional(),
    deny: words.optional(),
    proto: z.string().optional(),
    srcPostureAttrs: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
  },
  { user: "src", allow: "accept" },
);

const sshTest = record({
  src: z.string(),
  dst: words,
  accept: words.optional(),
  check: words.optional(),
  deny: words.optional(),
  srcPostureAttrs: z.record(z.string(), z.unknown()).optional(),
});

const nodeAttr = record({
  target: words,
  attr: words.optional(),
  app: z.record(z.string(), z.array(z.unknown())).optional(),
  ipPool: words.optional(),
});

const policyShape = {
  acls: z.array(rule).optional(),
  grants: z.array(grant).optional(),
  ssh: z.array(ssh).optional(),
  tests: z.array(test).optional(),
  sshTests: z.array(sshTest).optional(),
  groups: named.optional(),
  hosts: z.record(z.string(), z.string()).optional(),
  ipsets: named.optional(),
  tagOwners: named.optional(),
  autoApprovers: record({
    routes: named.optional(),
    exitNode: words.optional(),
    services: named.optional(),
  }).optional(),
  nodeAttrs: z.array(nodeAttr).optional(),
  postures: named.optional(),
  defaultSrcPosture: words.optional(),
  attrConfig: z.record(z.string(), z.unknown()).optional(),
  derpMap: z.record(z.string(), z.unknown()).optional(),
  disableIPv4: z.boolean().optional(),
  OneCGNATRoute: z.enum(["", "mac-always", "mac-never"]).optional(),
  randomizeClientPort: z.boolean().optional(),
};

export const policySchema = record(policyShape);
export const policyFields = Object.keys(policyShape);
export const testsSchema = z.array(test);

export type Policy = z.infer<typeof policySchema>;
export type Rule = z.infer<typeof rule>;
export type Grant = z.infer<typeof grant>;
export type SshRule = z.infer<typeof ssh>;
export type PolicyTest = z.infer<typeof test>;
