import { type Cases, dockerContainer, each, IMAGE, manifest, pod } from "../../testing/index.ts";

const hostPath = (path: string) => pod({}, { volumes: [{ name: "host", hostPath: { path } }] });
const QDRANT = "docker.io/qdrant/qdrant:v1.19.0";
const OFF = { name: "QDRANT__TELEMETRY_DISABLED", value: "True" };
const SECRET = "correct-horse-battery-staple";
const held = manifest("core/v1:Secret", { stringData: { PASSWORD: SECRET } }, "keys");
const encoded = manifest(
  "core/v1:Secret",
  { data: { PASSWORD: Buffer.from(SECRET).toString("base64") } },
  "keys",
);
const from = (name: string) =>
  pod({ env: [{ name: "DB_PASSWORD", valueFrom: { secretKeyRef: { name, key: "PASSWORD" } } }] });

/** What containers are handed, and what they tell. */
export const contentsCases: Cases = {
  "runtime-socket": each(
    [
      hostPath("/srv/media"),
      dockerContainer({ volumes: [{ hostPath: "/srv/media", containerPath: "/media" }] }),
    ],
    [
      ["has /var/run/docker.sock", hostPath("/var/run/docker.sock")],
      ["has /run/containerd/containerd.sock", hostPath("/run/containerd/containerd.sock")],
      ["has /var/run/docker.sock", dockerContainer({ volumes: [{ hostPath: "/var/run/docker.sock" }] })],
      [
        "has /run/docker.sock",
        dockerContainer({ mounts: [{ type: "bind", source: "/run/docker.sock", target: "/s" }] }),
      ],
    ],
  ),
  "secret-in-variable": each(
    [
      from("web"),
      pod({
        env: [
          { name: "TOKEN_FILE", value: "/run/token" },
          { name: "MAX_TOKEN", value: "4096" },
        ],
      }),
      pod({ env: [{ name: "TS_KUBE_SECRET", value: "web-entrance-state" }] }),
      pod({ args: ["--url=postgres://db.data.svc/web"] }),
    ],
    [
      ["has a secret in its variable DB_PASSWORD", pod({ env: [{ name: "DB_PASSWORD", value: SECRET }] })],
      [
        "has a secret in its variable URL",
        pod({ env: [{ name: "URL", value: "postgres://web:hunter2hunter2@db/web" }] }),
      ],
      ["has a secret among its arguments", pod({ args: [`--token=ghp_${"a".repeat(36)}`] })],
    ],
  ),
  "secret-in-config-map": each(
    [manifest("core/v1:ConfigMap", { data: { "app.yaml": "token: $TOKEN\nurl: https://web.home/a@b\n" } })],
    [
      [
        "has a secret in key.pem",
        manifest("core/v1:ConfigMap", {
          data: { "key.pem": `-----BEGIN EC PRIVATE KEY-----\n${"A".repeat(64)}\n` },
        }),
      ],
    ],
  ),
  "secret-elsewhere": {
    keeps: [[held, from("keys")]],
    breaks: [
      [
        "has at spec.containers.0.args.0 what keys keeps secret",
        held,
        pod({ args: [`--password=${SECRET}`] }),
      ],
      [
        "what keys keeps secret",
        encoded,
        manifest("core/v1:ConfigMap", { data: { url: `http://web:${SECRET}@db/` } }),
      ],
    ],
  },
  telemetry: each(
    [
      pod({ image: QDRANT, env: [OFF] }),
      pod({ image: IMAGE }),
      dockerContainer({ image: QDRANT, envs: ["QDRANT__TELEMETRY_DISABLED=true"] }),
    ],
    [
      ["QDRANT__TELEMETRY_DISABLED is not true", pod({ image: QDRANT })],
      ["QDRANT__TELEMETRY_DISABLED is not true", pod({ image: QDRANT, env: [{ ...OFF, value: "false" }] })],
      ["QDRANT__TELEMETRY_DISABLED is not true", dockerContainer({ image: QDRANT, envs: [] })],
    ],
  ),
};
