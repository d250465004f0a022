import { describe, expect, test } from "vitest";
import { serviceNamed } from "../lab/index.ts";
import { generated, hostOf, image, type ServiceSpec, scratch, secretValue, text } from "../service/index.ts";
import { labWith, programs, service } from "../testing/index.ts";
import { type ContainerPlan, planContainer } from "./plan.ts";

const WAIVED = { because: "the image changes its user by itself, after chown", until: "2027-06-30" };

function plan(spec: Partial<ServiceSpec> = {}, ...others: ServiceSpec[]): ContainerPlan {
  const lab = labWith(service({ place: { docker: "desk" }, ...spec }), ...others);
  return planContainer(serviceNamed(lab, spec.name ?? "web"), lab, programs);
}

describe("what runs", () => {
  test("is pulled by its digest, and stays on the host for the way back", () => {
    const digest = `sha256:${"b".repeat(64)}`;
    expect(plan({ image: image("docker.io/library/web", "2.0.0", digest) }).image).toEqual({
      name: `docker.io/library/web:2.0.0@${digest}`,
      keepLocally: true,
    });
  });

  test("carries its excuse where its digest is not known", () => {
    const waive = { "image-digest": { ...WAIVED, because: "no digest of it is known to us yet" } };
    expect(plan({ image: image("docker.io/library/web", "2.0.0"), waive }).image.triggers).toEqual({
      "homelab/waive.image-digest": "until 2027-06-30: because no digest of it is known to us yet",
    });
  });

  test("comes back after a crash or a restart of the host, but not after a person stopped it", () => {
    expect(plan().container).toMatchObject({ restart: "unless-stopped" });
  });

  test("ends once and is not started again, when it is a job", () => {
    const { container } = plan({ workload: { kind: "job" } });
    expect(container).toMatchObject({ restart: "no", mustRun: false });
    expect(container).not.toHaveProperty("wait");
  });

  test("is made and left alone, where somebody else starts it when it is asked for", () => {
    const manager = service({ name: "manager", place: { docker: "desk" }, provides: "models" });
    const { container } = plan(
      { start: "on demand", place: { docker: "desk", gpu: { vram: "8Gi" } } },
      manager,
    );
    expect(container).toMatchObject({ start: false, mustRun: false, restart: "no" });
    expect(container).not.toHaveProperty("wait");
    expect(container.labels).toContainEqual({ label: "homelab/start", value: "on demand" });
  });

  test("replaces the image's entry point by its command, and passes it the arguments", () => {
    const { entrypoint, command } = plan({ command: ["serve"], args: ["--port", "80"] });
    expect({ entrypoint, command }).toEqual({ entrypoint: [["serve"]], command: [["--port"], ["80"]] });
  });

  test("gets the whole card where it asks for the GPU", () => {
    expect(plan({ place: { docker: "desk", gpu: true } }).container.gpus).toBe("all");
    expect(plan().container).not.toHaveProperty("gpus");
  });
});

describe("what it may take", () => {
  test("has a limit of memory and no swap beside it", () => {
    const { container } = plan({ resources: { cpu: "500m..2", memory: "1Gi..4Gi" } });
    expect(container).toMatchObject({ memory: 4096, memorySwap: 4096, memoryReservation: 1024 });
    expect(container).toMatchObject({ cpuShares: 512, cpus: "2" });
  });

  test("is a weight of processor and no limit, where it sets none", () => {
    expect(plan({ resources: { cpu: "2", memory: "1Gi" } }).container).not.toHaveProperty("cpus");
  });

  test("is thirty megabytes of log", () => {
    expect(plan().container.logOpts).toEqual({ "max-size": "10m", "max-file": "3" });
  });
});

describe("what it may do", () => {
  test("is nothing that root can, and no write outside its volumes", () => {
    expect(plan().container).toMatchObject({
      user: "1000:1000",
      readOnly: true,
      capabilities: { drops: ["ALL"] },
      securityOpts: ["no-new-privileges:true"],
      tmpfs: { "/tmp": `size=${256 * 2 ** 20}` },
    });
  });

  test("is to write to its root, when a waiver says why", () => {
    const { container } = plan({ waive: { "writable-root": WAIVED } });
    expect(container.readOnly).toBe(false);
    expect(container.tmpfs).toEqual({});
    expect(container.labels).toContainEqual({
      label: "homelab/waive.writable-root",
      value: "until 2027-06-30: because the image changes its user by itself, after chown",
    });
  });

  test("is to become another user, when its privileges are waived, and nothing else", () => {
    expect(plan({ waive: { privilege: WAIVED } }).container).toMatchObject({
      capabilities: { drops: ["ALL"], adds: ["CHOWN", "DAC_OVERRIDE", "FOWNER", "SETGID", "SETUID"] },
      securityOpts: ["no-new-privileges:true"],
    });
  });
});

describe("who reaches it", () => {
  test("nobody from outside of its host, unless it is exposed", () => {
    expect(plan().container.ports).toEqual([]);
  });

  test("the LAN, at the one address of its host there", () => {
    const port = { internal: 8080, external: 8080, protocol: "tcp", ip: "192.168.1.99" };
    expect(plan({ expose: { lan: true } }).container.ports).toEqual([port]);
  });

  test("its neighbours, by its name", () => {
    const redis = service({ name: "redis", place: { docker: "desk" }, ports: { redis: 6379 } });
    expect(plan({ env: { REDIS: text`redis://${hostOf("redis")}` } }, redis).env).toEqual({
      REDIS: ["redis://redis"],
    });
  });
});

describe("how one knows that it works", () => {
  const tests = (spec: Partial<ServiceSpec>) => plan(spec).container.healthcheck?.tests;

  test("a command is asked as it is", () => {
    expect(tests({ health: { command: ["pg_isready", "-q"] } })).toEqual(["CMD", "pg_isready", "-q"]);
  });

  test("a page is asked for with whatever tool the image has", () => {
    const [kind, script] = tests({ health: { ready: "/health?full" } }) ?? [];
    expect(kind).toBe("CMD-SHELL");
    expect(script?.split(" || ").map((each) => each.split(" ")[0])).toEqual([
      "curl",
      "wget",
      "python3",
      "node",
      "exit",
    ]);
    expect(script).toContain("'http://127.0.0.1:8080/health?full'");
  });

  test("a page of another port, where it names one", () => {
    const ports = { http: 8080, admin: 9000 };
    expect(tests({ ports, health: { ready: "/", port: "admin" } })?.[1]).toContain("127.0.0.1:9000/");
  });

  test("an open port is looked up in the kernel's list, where numbers are hexadecimal", () => {
    expect(tests({ health: { opens: "http" } })?.[1]).toContain("/proc/net/tcp* | grep -q ':1F90 ");
  });

  test("an update waits for a slow start, and as long again as Docker takes to give up", () => {
    const { container } = plan({ health: { ready: "/", startsWithin: 600 } });
    expect(container).toMatchObject({ wait: true, waitTimeout: 630 });
    expect(container.healthcheck).toMatchObject({ startPeriod: "600s" });
  });
});

describe("what it is told", () => {
  const secrets = { token: generated() };
  const token = { secret: "token", of: "web" };

  test("never holds a secret, only its name", () => {
    expect(plan({ secrets, env: { URL: text`https://me:${secretValue("token")}@there` } }).env).toEqual({
      URL: ["https://me:", token, "@there"],
    });
  });

  test("lies in files, of which only its own user may read those with a secret", () => {
    const files = { "/etc/web.yaml": "port: 80", "/etc/token": secretValue("token") };
    expect(plan({ secrets, files, waive: { "writable-root": WAIVED } }).files).toEqual([
      { path: "/etc/web.yaml", content: ["port: 80"] },
      { path: "/etc/token", content: [token], owner: "1000" },
    ]);
  });
});

describe("scratch", () => {
  test("is memory, as much as was asked for", () => {
    const { container } = plan({ volumes: { "/var/cache": scratch("1Gi") } });
    expect(container.tmpfs).toHaveProperty(["/var/cache"], `size=${2 ** 30}`);
  });

  test("at /dev/shm is the shared memory that Docker mounts anyway", () => {
    const { container } = plan({ volumes: { "/dev/shm": scratch("8Gi", { memory: true }) } });
    expect(container.shmSize).toBe(8192);
    expect(container.tmpfs).not.toHaveProperty(["/dev/shm"]);
  });
});

describe("a program of ours", () => {
  const ours = { program: "greeter", image: undefined, user: undefined };

  test("is taken to a disk of its own, which the container may only read", () => {
    const { volumes, carrier, container, entrypoint } = plan(ours);
    expect(volumes).toMatchObject([{ args: { name: "web_app-0123456789ab" }, keep: false }]);
    expect(carrier).toMatchObject({
      uploads: [{ file: "/app/greeter.mjs", content: 'console.log("greeter")' }],
      volumes: [{ containerPath: "/app", volumeName: "web_app-0123456789ab" }],
      start: false,
    });
    expect(container).toMatchObject({
      readOnly: true,
      user: "1000:1000",
      volumes: [{ containerPath: "/app", volumeName: "web_app-0123456789ab", readOnly: true }],
    });
    expect(entrypoint?.flat()).toEqual([
      "node",
      "--max-semi-space-size=8",
      "--expose-gc",
      "--no-maglev",
      "--efficiency-mode",
      "--max-old-space-size=192",
      "/app/greeter.mjs",
    ]);
  });
});
