import fc from "fast-check";
import * as apps from "kubernetes-models/apps/v1";
import * as autoscaling from "kubernetes-models/autoscaling/v2";
import * as batch from "kubernetes-models/batch/v1";
import * as networking from "kubernetes-models/networking.k8s.io/v1";
import * as policy from "kubernetes-models/policy/v1";
import * as rbac from "kubernetes-models/rbac.authorization.k8s.io/v1";
import * as core from "kubernetes-models/v1";
import { describe, expect, test } from "vitest";
import { checkCustomResource, customKindOf } from "../custom-resources/index.ts";
import type { Lab } from "../lab/index.ts";
import { Refusal } from "../refusal.ts";
import {
  claim,
  generated,
  hostOf,
  type ServiceSpec,
  scratch,
  secretValue,
  share,
  text,
} from "../service/index.ts";
import { labWith, programs, service } from "../testing/index.ts";
import { isOnCluster } from "./cluster-service.ts";
import type { Manifest, Plan } from "./manifest.ts";
import { entranceName } from "./peers.ts";
import { planService } from "./plan.ts";
import { podOf, policyOf, templateOf } from "./testing.ts";

const MODELS = { ...core, ...apps, ...batch, ...networking, ...autoscaling, ...policy, ...rbac };
const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,38}[a-z0-9]$/);
const path = fc.stringMatching(/^(\/[a-z0-9._-]{1,12}){1,3}$/);
const port = fc.integer({ min: 1024, max: 65535 });
const because = "a test must be free to say anything that a person may";
const waiver = fc.constant({ because, until: "2027-06-30" });

const volume = fc.oneof(
  fc.constantFrom(claim("1Gi"), claim("2Gi", { backup: "never", class: "local-path" })),
  fc.constantFrom(share("nas/media"), share("nas/photos", { readOnly: true })),
  fc.constantFrom(scratch("1Gi"), scratch("64Mi", { memory: true })),
);
const value = fc.oneof(
  fc.string(),
  fc.constant(hostOf("cache")),
  fc.constant(text`redis://:${secretValue("key")}@${hostOf("cache")}`),
);
const workload = fc.constantFrom<NonNullable<ServiceSpec["workload"]>[]>(
  { kind: "deployment" },
  { kind: "deployment", replicas: 3 },
  { kind: "stateful" },
  { kind: "daemon" },
  { kind: "job" },
  { kind: "cron", schedule: "0 3 * * *" },
);
const place = fc.constantFrom<ServiceSpec["place"][]>(
  { cluster: "core" },
  { cluster: "core", node: "core-gpu", gpu: { slices: 1 } },
  { cluster: "core", labels: { gpu: "yes" } },
  { cluster: "brain" },
);

const anyService = fc
  .record(
    {
      name,
      place,
      workload,
      volumes: fc.dictionary(path, volume, { maxKeys: 4 }),
      env: fc.dictionary(fc.stringMatching(/^[A-Z][A-Z_]{0,10}$/), value, { maxKeys: 4 }),
      files: fc.dictionary(path, value, { maxKeys: 3 }),
      args: fc.array(value, { maxLength: 2 }),
      ports: port.map((http) => ({ http })),
      reach: fc.record({ internet: fc.constantFrom(undefined, "news"), cluster: fc.boolean() }),
      expose: fc.constantFrom({}, { lan: true } as const, { tailnet: true } as const),
      waive: fc.record({ "writable-root": waiver, privilege: waiver }, { requiredKeys: [] }),
      user: fc.integer({ min: 1, max: 65534 }),
    },
    { requiredKeys: ["name", "place"] },
  )
  .map((spec) =>
    service({ ...spec, needs: ["cache"], secrets: usesSecret(spec) ? { key: generated() } : {} }),
  );

function usesSecret(spec: object): boolean {
  return JSON.stringify(spec).includes('"secret":"key"');
}

/** The plan of any valid service, in a lab with a cache on each cluster's side. */
function holds(promise: (plan: Plan, spec: ServiceSpec, lab: Lab) => void) {
  fc.assert(
    fc.property(anyService, (spec) => {
      const lab = valid(spec);
      fc.pre(lab !== undefined);
      const web = lab?.services.filter(isOnCluster).find((each) => each.name === spec.name);
      if (lab && web) promise(planService(web, lab, programs), spec, lab);
    }),
    { numRuns: 60 },
  );
}

function valid(spec: ServiceSpec): Lab | undefined {
  const cluster = "cluster" in spec.place ? spec.place.cluster : "core";
  try {
    return labWith(spec, service({ name: "cache", place: { cluster } }));
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

const manifestsOf = (plan: Plan): Manifest[] => Object.values(plan);

describe("of any valid service", () => {
  test("every manifest is what Kubernetes calls by its kind", () => {
    holds((plan) => {
      for (const manifest of manifestsOf(plan)) {
        expect(checkCustomResource(manifest)).toEqual([]);
        if (customKindOf(manifest.kind)) continue;
        const Model = MODELS[manifest.kind as keyof typeof MODELS] as unknown as new (
          data: unknown,
        ) => core.ConfigMap;
        new Model(manifest.kind === "Secret" ? { ...manifest, stringData: {} } : manifest).validate();
      }
    });
  });

  test("every container is limited, and confined", () => {
    holds((plan) => {
      const containers = manifestsOf(plan).flatMap((each) => templateOf(each)?.spec?.containers ?? []);
      expect(containers.length).toBeGreaterThan(0);
      for (const { resources, securityContext } of containers) {
        expect(resources?.limits).toHaveProperty("memory");
        expect(resources?.requests).toHaveProperty("cpu");
        expect(securityContext).toMatchObject({
          allowPrivilegeEscalation: false,
          capabilities: { drop: ["ALL"] },
        });
      }
    });
  });

  test("every selector selects its pods, and no other service's", () => {
    holds((plan, spec) => {
      for (const manifest of manifestsOf(plan)) {
        const selector = selectorOf(manifest);
        if (!selector) continue;
        const own = [spec.name, entranceName(spec.name)].map((name) => ({ "app.kubernetes.io/name": name }));
        expect(own).toContainEqual(selector);
        expect(templateOf(manifest)?.metadata?.labels ?? selector).toMatchObject(selector);
      }
    });
  });

  test("every mount has its volume, every volume its mount, and no two share a name or a path", () => {
    holds((plan) => {
      const templates = manifestsOf(plan).flatMap((each) =>
        each.kind === "StatefulSet" ? (each.spec?.volumeClaimTemplates ?? []) : [],
      );
      const { volumes = [], containers } = podOf(plan);
      const mounts = containers[0]?.volumeMounts ?? [];
      const names = [...volumes.map((each) => each.name), ...templates.map((each) => each.metadata?.name)];
      expect(new Set(names).size).toBe(names.length);
      expect(new Set(mounts.map((each) => each.name))).toEqual(new Set(names));
      expect(new Set(mounts.map((each) => each.mountPath)).size).toBe(mounts.length);
    });
  });

  test("every claim that a pod mounts is planned", () => {
    holds((plan) => {
      const claims = (podOf(plan).volumes ?? []).flatMap(
        (each) => each.persistentVolumeClaim?.claimName ?? [],
      );
      const planned = manifestsOf(plan).filter(({ kind }) => kind === "PersistentVolumeClaim");
      expect(planned.map(({ metadata }) => metadata.name)).toEqual(expect.arrayContaining(claims));
    });
  });

  test("every name is one that Kubernetes takes, and taken once", () => {
    holds((plan) => {
      const names = manifestsOf(plan).map(({ kind, metadata }) => `${kind} ${metadata.name}`);
      expect(new Set(names).size).toBe(names.length);
      for (const { metadata } of manifestsOf(plan)) expect(metadata.name).toMatch(LABEL);
      for (const { name } of podOf(plan).volumes ?? []) expect(name).toMatch(LABEL);
    });
  });

  test("every pod that it may speak with is one that it needs", () => {
    holds((plan, spec) => {
      const pods = (policyOf(plan).egress ?? [])
        .flatMap(({ to = [] }) => to)
        .flatMap(({ podSelector }) => podSelector?.matchLabels?.["app.kubernetes.io/name"] ?? []);
      for (const pod of pods) expect(spec.needs).toContain(pod);
    });
  });

  test("every environment has each name once, and every reference to a secret an entry in the Secret", () => {
    holds((plan) => {
      const env = podOf(plan).containers[0]?.env ?? [];
      expect(new Set(env.map((each) => each.name)).size).toBe(env.length);
      const keys = env.flatMap(({ valueFrom }) => valueFrom?.secretKeyRef?.key ?? []);
      for (const key of keys) expect(plan.secret).toHaveProperty(["stringData", key]);
    });
  });

  test("only a Secret speaks of secrets", () => {
    holds((plan, spec) => {
      const others = manifestsOf(plan).filter(({ kind }) => kind !== "Secret");
      expect(JSON.stringify(others)).not.toContain('{"secret":');
      if (usesSecret({ env: spec.env, files: spec.files, args: spec.args }))
        expect(plan).toHaveProperty("secret");
    });
  });
});

function selectorOf(manifest: Manifest): Record<string, string> | undefined {
  switch (manifest.kind) {
    case "Deployment":
    case "StatefulSet":
    case "DaemonSet":
    case "PodDisruptionBudget":
      return manifest.spec?.selector?.matchLabels;
    case "NetworkPolicy":
      return manifest.spec?.podSelector?.matchLabels;
    case "Service":
      return manifest.spec?.selector;
    default:
      return undefined;
  }
}
