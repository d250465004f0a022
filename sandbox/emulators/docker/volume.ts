import { ApiError } from "../framework/index.ts";
import { dataRoot, type Host, newId, now } from "./host.ts";
import type { Volume } from "./records.ts";

const nameRule = /^[a-zA-Z0-9][a-zA-Z0-9_.-]*$/;

/** The options of mount(8), which the local driver passes on. */
const localOptions = new Set(["type", "device", "o", "size"]);

export interface VolumeWish {
  name: string;
  driver: string;
  labels: Record<string, string> | null;
  options: Record<string, string> | null;
}

/** Makes a volume, or gives the one that is there: an Engine asked twice for the same name is content. */
export function makeVolume(host: Host, wish: VolumeWish): Volume {
  const name = wish.name || newId();
  const driver = wish.driver || "local";
  if (driver !== "local")
    throw new ApiError(
      404,
      `create ${name}: error looking up volume plugin ${driver}: plugin "${driver}" not found`,
    );
  const known = host.volumes.get(name);
  if (known) return known;
  refuseName(name);
  const wrong = Object.keys(wish.options ?? {}).find((option) => !localOptions.has(option));
  if (wrong) throw new ApiError(400, `create ${name}: invalid option: "${wrong}"`);
  const anonymous = wish.name === "";
  const volume: Volume = {
    name,
    created: now(),
    driver,
    // So that `docker volume prune` finds those that nobody named.
    labels: anonymous ? { ...wish.labels, "com.docker.volume.anonymous": "" } : wish.labels,
    options: wish.options,
    anonymous,
  };
  host.events.tell("volume", "create", name, { driver });
  return host.volumes.put(name, volume);
}

function refuseName(name: string): void {
  if (name.length < 2)
    throw new ApiError(
      400,
      `create ${name}: volume name is too short, names should be at least two alphanumeric characters`,
    );
  if (!nameRule.test(name))
    throw new ApiError(
      400,
      `create ${name}: "${name}" includes invalid characters for a local volume name, only "[a-zA-Z0-9][a-zA-Z0-9_.-]" are allowed. If you intended to pass a host directory, use absolute path`,
    );
}

export function volumeNamed(host: Host, name: string): Volume {
  const volume = host.volumes.get(name);
  if (!volume) throw new ApiError(404, `get ${name}: no such volume`);
  return volume;
}

/** Every container that was made with it, running or not. */
export function usersOf(host: Host, name: string): string[] {
  return host.containers
    .all()
    .filter(({ mounts }) => mounts.some((mount) => mount.Name === name))
    .map(({ id }) => id);
}

export function removeVolume(host: Host, name: string): void {
  const { driver } = volumeNamed(host, name);
  const users = usersOf(host, name);
  if (users.length > 0) throw new ApiError(409, `remove ${name}: volume is in use - [${users.join(", ")}]`);
  host.volumes.delete(name);
  host.events.tell("volume", "destroy", name, { driver });
}

export function mountpointOf(name: string): string {
  return `${dataRoot}/volumes/${name}/_data`;
}

export function inspectVolume(volume: Volume) {
  return {
    CreatedAt: `${volume.created.slice(0, 19)}Z`,
    Driver: volume.driver,
    Labels: volume.labels,
    Mountpoint: mountpointOf(volume.name),
    Name: volume.name,
    Options: volume.options,
    Scope: "local",
  };
}
