import { ApiError } from "../framework/index.ts";
import type { CreateRequest, MountRequest } from "./container-request.ts";
import type { Host } from "./host.ts";
import type { Container, MountPoint } from "./records.ts";
import { makeVolume, mountpointOf, type VolumeWish } from "./volume.ts";

interface Planned {
  point: MountPoint;
  /** The volume that has to be there: a name that nobody gave is made up. */
  volume?: VolumeWish;
}

/** Where something of the host, a volume or memory lies over the files of the image. */
export function planMounts(request: CreateRequest, from: Container[]): Planned[] {
  const { Binds, Mounts, Tmpfs, VolumeDriver } = request.HostConfig;
  const inherited = from.flatMap(({ mounts }) => mounts.map((point) => ({ point })));
  const declared = [
    ...(Binds ?? []).map((bind) => planBind(bind, VolumeDriver)),
    ...(Mounts ?? []).map(planMount),
  ];
  const places = declared.map(({ point }) => point.Destination);
  const twice = places.find((place, index) => places.indexOf(place) !== index);
  if (twice !== undefined) throw new ApiError(400, `Duplicate mount point: ${twice}`);
  for (const place of Object.keys(Tmpfs ?? {})) refusePlace(place);
  const taken = new Set([...places, ...Object.keys(Tmpfs ?? {})]);
  const anonymous = Object.keys(request.Volumes ?? {})
    .filter((place) => !taken.has(place) && !inherited.some(({ point }) => point.Destination === place))
    .map((place) => planned(place, wish("", VolumeDriver), "", true));
  return [...inherited.filter(({ point }) => !taken.has(point.Destination)), ...declared, ...anonymous];
}

/** Makes the volumes that are missing, as `docker run -v` always has. */
export function makeMounts(host: Host, planned: Planned[]): MountPoint[] {
  return planned.map(({ point, volume }) => {
    if (!volume) return point;
    const { name } = makeVolume(host, volume);
    return { ...point, Name: name, Source: mountpointOf(name), Driver: "local" };
  });
}

const modes = new Set(["rw", "ro", "z", "Z", "nocopy", "cached", "delegated", "consistent"]);
const propagations = new Set(["shared", "rshared", "slave", "rslave", "private", "rprivate"]);

function planBind(text: string, driver: string): Planned {
  const parts = text.split(":");
  const wrong = (reason: string) =>
    new ApiError(
      400,
      `invalid volume specification: '${text}'${reason && `: invalid mount config for type "volume": ${reason}`}`,
    );
  if (parts.length > 3 || parts.some((part) => part === "")) throw wrong("");
  const [first = "", second, mode = ""] = parts;
  const place = second ?? first;
  if (!place.startsWith("/")) throw wrong(`invalid mount path: '${place}' mount path must be absolute`);
  if (place === "/") throw wrong("invalid specification: destination can't be '/'");
  const words = mode === "" ? [] : mode.split(",");
  for (const word of words)
    if (!modes.has(word) && !propagations.has(word)) throw new ApiError(400, `invalid mode: ${mode}`);
  const writable = !words.includes("ro");
  if (second === undefined) return planned(place, wish("", driver), "", true);
  if (!first.startsWith("/")) return planned(place, wish(first, driver), mode || "z", writable);
  const propagation = words.find((word) => propagations.has(word)) ?? "rprivate";
  return { point: bindPoint(first, place, mode, writable, propagation) };
}

function planMount(mount: MountRequest): Planned {
  const { Type, Source, Target, ReadOnly } = mount;
  const wrong = (reason: string) => new ApiError(400, `invalid mount config for type "${Type}": ${reason}`);
  if (!["bind", "volume", "tmpfs"].includes(Type)) throw wrong("mount type unknown");
  if (Target === "") throw wrong("field Target must not be empty");
  if (!Target.startsWith("/")) throw wrong(`invalid mount path: '${Target}' mount path must be absolute`);
  if (Target === "/") throw wrong("invalid specification: destination can't be '/'");
  if (Type === "bind") {
    if (Source === "") throw wrong("field Source must not be empty");
    if (!Source.startsWith("/")) throw wrong(`invalid mount path: '${Source}' mount path must be absolute`);
    return { point: bindPoint(Source, Target, "", !ReadOnly, mount.BindOptions?.Propagation || "rprivate") };
  }
  if (Type === "tmpfs") {
    if (Source !== "") throw wrong("field Source must not be specified");
    return {
      point: { Type: "tmpfs", Source: "", Destination: Target, Mode: "", RW: !ReadOnly, Propagation: "" },
    };
  }
  const { Labels, DriverConfig } = mount.VolumeOptions ?? {};
  const volume = {
    name: Source,
    driver: DriverConfig?.Name ?? "",
    labels: Labels ?? null,
    options: DriverConfig?.Options ?? null,
  };
  return planned(Target, volume, "z", !ReadOnly);
}

function planned(place: string, volume: VolumeWish, mode: string, writable: boolean): Planned {
  const point: MountPoint = {
    Type: "volume",
    Source: "",
    Destination: place,
    Mode: mode,
    RW: writable,
    Propagation: "",
  };
  return { point, volume };
}

function bindPoint(
  source: string,
  place: string,
  mode: string,
  writable: boolean,
  propagation: string,
): MountPoint {
  return {
    Type: "bind",
    Source: source,
    Destination: place,
    Mode: mode,
    RW: writable,
    Propagation: propagation,
  };
}

function wish(name: string, driver: string): VolumeWish {
  return { name, driver, labels: null, options: null };
}

function refusePlace(place: string): void {
  if (!place.startsWith("/"))
    throw new ApiError(400, `invalid mount path: '${place}' mount path must be absolute`);
}
