import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { serviceNamed } from "../lab/index.ts";
import { claim, type ServiceSpec, share } from "../service/index.ts";
import { labWith, programs, service } from "../testing/index.ts";
import { planContainer } from "./plan.ts";

type Volumes = NonNullable<ServiceSpec["volumes"]>;

function plan(volumes: Volumes, spec: Partial<ServiceSpec> = {}) {
  const lab = labWith(service({ place: { docker: "desk" }, volumes, ...spec }));
  return planContainer(serviceNamed(lab, spec.name ?? "web"), lab, programs);
}

describe("a claim", () => {
  test("is a volume with a name, which the container mounts", () => {
    const { volumes, container } = plan({ "/data": claim("10Gi") });
    expect(volumes).toMatchObject([{ name: "data", args: { name: "web_data" } }]);
    expect(container.volumes).toEqual([{ containerPath: "/data", readOnly: false, volumeName: "web_data" }]);
  });

  test("stays on the host when its service goes, unless its data can be made again", () => {
    const { volumes } = plan({ "/data": claim("1Gi"), "/models": claim("60Gi", { backup: "never" }) });
    expect(volumes.map(({ name, keep }) => [name, keep])).toEqual([
      ["data", true],
      ["models", false],
    ]);
  });

  test("is given to the service's user before the service starts", () => {
    expect(plan({ "/data": claim("1Gi"), "/models": claim("1Gi") }).handover).toMatchObject({
      name: "web-handover",
      entrypoints: ["chown", "1000:1000", "/data", "/models"],
      user: "0:0",
      capabilities: { drops: ["ALL"], adds: ["CHOWN"] },
      networkMode: "none",
      attach: true,
      mustRun: false,
    });
  });

  test("needs no handing over to root", () => {
    expect(plan({ "/data": claim("1Gi") }, { user: 0 })).not.toHaveProperty("handover");
  });
});

describe("a share", () => {
  test("of NFS is mounted from the server's address in the same house", () => {
    const [volume] = plan({ "/media": share("nas/media", { readOnly: true, folder: "films" }) }).volumes;
    expect(volume?.args.driverOpts).toEqual({ type: "nfs", device: ":/volume1/media/films" });
    expect(volume?.mountOptions).toEqual(["addr=192.168.1.5,ro,nfsvers=4.1"]);
    expect(volume?.mount).toEqual({ containerPath: "/media", readOnly: true });
  });

  test("of Windows names its server twice, as mount.cifs wants it, and its password not at all", () => {
    const [volume] = plan({ "/photos": share("nas/photos") }).volumes;
    expect(volume?.args.driverOpts).toEqual({ type: "cifs", device: "//192.168.1.5/photos" });
    expect(volume?.mountOptions).toEqual([
      "addr=192.168.1.5,rw,vers=3.1.1",
      ",username=homelab,password=",
      { secret: "share-nas-photos", of: "web" },
    ]);
  });

  test("belongs to its server: it is neither kept nor handed over", () => {
    const { volumes, handover } = plan({ "/media": share("nas/media") });
    expect(volumes[0]?.keep).toBe(false);
    expect(handover).toBeUndefined();
  });
});

test("two claims never share a volume, whatever their services and paths are called", () => {
  const name = fc.stringMatching(/^[a-z]([a-z-]{0,6}[a-z])?$/);
  const path = fc.stringMatching(/^(\/[a-z]([a-z_-]{0,4}[a-z])?){1,3}$/);
  const owner = fc.record({ name, path });
  fc.assert(
    fc.property(
      fc.uniqueArray(owner, { selector: (each) => each.name + each.path, minLength: 2, maxLength: 2 }),
      (owners) => {
        const names = owners.map(
          ({ name, path }) => plan({ [path]: claim("1Gi") }, { name }).volumes[0]?.args.name,
        );
        expect(new Set(names).size).toBe(2);
      },
    ),
    { numRuns: 200 },
  );
});
