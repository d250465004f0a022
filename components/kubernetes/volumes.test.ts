import { describe, expect, test } from "vitest";
import { claim, scratch, share } from "../service/index.ts";
import { containerOf, planned, podOf } from "./testing.ts";

describe("disk of its own", () => {
  test("is a claim of the cluster's class, marked with how often it is backed up", () => {
    const plan = planned({ volumes: { "/data": claim("5Gi", { backup: "weekly" }) } });
    expect(plan["data-claim"]).toMatchObject({
      kind: "PersistentVolumeClaim",
      metadata: { name: "web-data", namespace: "apps", labels: { "homelab/backup": "weekly" } },
      spec: {
        accessModes: ["ReadWriteOnce"],
        storageClassName: "longhorn",
        resources: { requests: { storage: "5Gi" } },
      },
    });
    expect(podOf(plan).volumes).toContainEqual({
      name: "data",
      persistentVolumeClaim: { claimName: "web-data" },
    });
    expect(containerOf(plan).volumeMounts).toContainEqual({ name: "data", mountPath: "/data" });
  });

  test("may be of another class", () => {
    const plan = planned({ volumes: { "/data": claim("5Gi", { class: "local-path" }) } });
    expect(plan["data-claim"]).toHaveProperty("spec.storageClassName", "local-path");
  });
});

describe("space that goes with the container", () => {
  test("is limited, on disk or in memory", () => {
    const plan = planned({
      volumes: { "/cache": scratch("2Gi"), "/dev/shm": scratch("64Mi", { memory: true }) },
    });
    expect(podOf(plan).volumes).toEqual([
      { name: "tmp", emptyDir: { sizeLimit: "1Gi" } },
      { name: "cache", emptyDir: { sizeLimit: "2Gi" } },
      { name: "dev-shm", emptyDir: { sizeLimit: "64Mi", medium: "Memory" } },
    ]);
  });

  test("at /tmp is what the service says it is", () => {
    const plan = planned({ volumes: { "/tmp": scratch("8Gi") } });
    expect(podOf(plan).volumes).toEqual([{ name: "tmp", emptyDir: { sizeLimit: "8Gi" } }]);
  });
});

describe("a folder of a file server", () => {
  test("over NFS is a volume that only this claim can take, and a claim that takes no other", () => {
    const plan = planned({ volumes: { "/media": share("nas/media", { readOnly: true, folder: "films" }) } });
    expect(plan["media-volume"]).toMatchObject({
      kind: "PersistentVolume",
      metadata: { name: "web-media" },
      spec: {
        nfs: { server: "192.168.1.5", path: "/volume1/media/films", readOnly: true },
        mountOptions: ["nfsvers=4.1"],
        accessModes: ["ReadOnlyMany"],
        storageClassName: "",
        persistentVolumeReclaimPolicy: "Retain",
        claimRef: { namespace: "apps", name: "web-media" },
      },
    });
    expect(plan["media-claim"]).toMatchObject({
      metadata: { name: "web-media" },
      spec: { volumeName: "web-media", storageClassName: "", accessModes: ["ReadOnlyMany"] },
    });
    expect(containerOf(plan).volumeMounts).toContainEqual({
      name: "media",
      mountPath: "/media",
      readOnly: true,
    });
  });

  test("over CIFS goes through the SMB driver, with a login that is a secret", () => {
    const plan = planned({ volumes: { "/photos": share("nas/photos") } });
    expect(plan["photos-volume"]).toMatchObject({
      spec: {
        csi: {
          driver: "smb.csi.k8s.io",
          volumeHandle: "web-photos",
          volumeAttributes: { source: "//192.168.1.5/photos" },
          nodeStageSecretRef: { name: "web-photos-login", namespace: "apps" },
        },
        mountOptions: ["vers=3.1.1"],
        accessModes: ["ReadWriteMany"],
      },
    });
    expect(plan["photos-login"]).toMatchObject({
      metadata: { name: "web-photos-login" },
      stringData: { username: ["homelab"], password: [{ secret: "share-nas-photos", of: "web" }] },
    });
  });

  test("is reached over the tailnet from another house", () => {
    const plan = planned({ place: { cluster: "brain" }, volumes: { "/media": share("nas/media") } });
    expect(plan["media-volume"]).toHaveProperty("spec.nfs.server", "100.64.0.5");
  });
});
