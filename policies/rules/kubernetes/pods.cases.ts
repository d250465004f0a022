import { type Cases, each, one, pod } from "../../testing/index.ts";

const volume = (source: object) => ({ volumes: [{ name: "files", ...source }] });
const inNamespace = (namespace?: string) => pod({}, {}, { namespace });
const GPU = "nvidia.com/gpu";
const probe = { httpGet: { path: "/health", port: "http" } };
const ports = [{ name: "http", containerPort: 8080 }];

/** What a pod says of itself, and what it may take. */
export const podsCases: Cases = {
  "low-user": each(
    [
      pod({}, { ...volume({ hostPath: { path: "/srv" } }), securityContext: { runAsUser: 1000 } }),
      pod({}, { ...volume({ emptyDir: {} }), securityContext: { runAsUser: 33 } }),
      pod(
        {},
        {
          ...volume({ nfs: { server: "nas", path: "/", readOnly: true } }),
          securityContext: { runAsUser: 33 },
        },
      ),
    ],
    [
      [
        "writes to a machine's folder as 33",
        pod({}, { ...volume({ hostPath: { path: "/srv" } }), securityContext: { runAsUser: 33 } }),
      ],
      [
        "as 0",
        pod(
          {},
          {
            ...volume({ nfs: { server: "nas", path: "/" } }),
            securityContext: { runAsUser: 1000, runAsGroup: 0 },
          },
        ),
      ],
    ],
  ),
  "host-network": one(pod({}), pod({}, { hostNetwork: true }), "web is on the network of its machine"),
  "host-processes": each(
    [pod({}, { hostPID: false })],
    [
      ["sees the processes of its machine", pod({}, { hostPID: true })],
      ["shares the memory", pod({}, { hostIPC: true })],
    ],
  ),
  "host-port": one(
    pod({ ports }),
    pod({ ports: [{ containerPort: 80, hostPort: 80 }] }),
    "container web takes port 80 of its machine",
  ),
  "host-path": one(
    pod({}, volume({ persistentVolumeClaim: { claimName: "files" } })),
    pod({}, volume({ hostPath: { path: "/srv/media" } })),
    "has /srv/media of its machine",
  ),
  "kernel-settings": each(
    [
      pod(
        { securityContext: { procMount: "Default" } },
        { securityContext: { sysctls: [{ name: "net.ipv4.ip_unprivileged_port_start", value: "0" }] } },
      ),
    ],
    [
      [
        "sets kernel.msgmax",
        pod({}, { securityContext: { sysctls: [{ name: "kernel.msgmax", value: "1" }] } }),
      ],
      ["container web sees all of /proc", pod({ securityContext: { procMount: "Unmasked" } })],
    ],
  ),
  "volume-types": one(
    pod({}, volume({ secret: { secretName: "keys" } })),
    pod({}, volume({ iscsi: { targetPortal: "nas", iqn: "iqn", lun: 0 } })),
    "has volume files of the kind iscsi",
  ),
  "service-account-token": each(
    [
      pod({}, { automountServiceAccountToken: false }),
      pod({}, { automountServiceAccountToken: true, serviceAccountName: "web" }),
    ],
    [
      ["gets the token of its namespace's default account", pod({})],
      ["gets the token", pod({}, { automountServiceAccountToken: true })],
    ],
  ),
  "own-namespace": each(
    [inNamespace("media")],
    [
      ["web is in kube-system", inNamespace("kube-system")],
      ["web is in default", inNamespace("default")],
    ],
  ),
  "repeated-variable": one(
    pod({
      env: [
        { name: "A", value: "1" },
        { name: "B", value: "1" },
      ],
    }),
    pod({
      env: [
        { name: "A", value: "1" },
        { name: "A", value: "2" },
      ],
    }),
    "container web sets A twice",
  ),
  requests: each(
    [pod({ resources: { requests: { cpu: "10m" }, limits: { memory: "1Gi" } } })],
    [
      ["asks for no cpu", pod({ resources: { requests: { memory: "1Gi" } } })],
      ["asks for no memory", pod({ resources: { requests: { cpu: "10m" } } })],
      ["asks for no cpu", pod({})],
    ],
  ),
  "memory-limit": one(
    pod({ resources: { limits: { memory: "1Gi" } } }),
    pod({ resources: { limits: { cpu: "1" } } }),
    "has no limit of memory",
  ),
  "scratch-limit": each(
    [
      pod({}, volume({ emptyDir: { sizeLimit: "1Gi" } })),
      pod({ resources: { limits: { "ephemeral-storage": "1Gi" } } }, volume({ emptyDir: {} })),
    ],
    [["has temporary files in files without an end", pod({}, volume({ emptyDir: {} }))]],
  ),
  "gpu-slices": each(
    [
      pod({ resources: { limits: { [GPU]: 1 } } }),
      pod({ resources: { requests: { [GPU]: "2" }, limits: { [GPU]: 2 } } }),
      pod({}),
    ],
    [
      ["asks for 1 GPU slices, with a limit of none", pod({ resources: { requests: { [GPU]: 1 } } })],
      ["asks for 0.5 GPU slices, which are no whole ones", pod({ resources: { limits: { [GPU]: "0.5" } } })],
    ],
  ),
  readiness: each(
    [pod({ ports, readinessProbe: probe }), pod({})],
    [
      ["has ports, and no readiness probe", pod({ ports })],
      [
        "container proxy has ports",
        pod({}, { initContainers: [{ name: "proxy", restartPolicy: "Always", ports }] }),
      ],
    ],
  ),
  "probes-differ": one(
    pod({ readinessProbe: probe, livenessProbe: { ...probe, failureThreshold: 6 } }),
    pod({ readinessProbe: probe, livenessProbe: probe }),
    "is killed as soon as it is not ready",
  ),
  "probe-port": each(
    [pod({ ports, readinessProbe: probe, livenessProbe: { tcpSocket: { port: 8080 } } })],
    [
      [
        "has a readinessProbe on port metrics, which it does not have",
        pod({ ports, readinessProbe: { httpGet: { port: "metrics" } } }),
      ],
      ["has a startupProbe on port 9090", pod({ ports, startupProbe: { grpc: { port: 9090 } } })],
    ],
  ),
};
