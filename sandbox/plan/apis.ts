import {
  computer,
  dockerHosts,
  gpuOf,
  type HypervisorGpu,
  type Inventory,
} from "../../components/inventory/index.ts";
import type { Lab } from "../../components/lab/index.ts";
import { bytes } from "../../components/units/index.ts";
import type { VendorName } from "../emulators/vendors.ts";
import type { Access } from "./access.ts";
import type { Keys } from "./keys.ts";

/** A vendor's API that a lab needs: what is there before anything is declared, and how a program gets in. */
export interface ApiPlan {
  name: string;
  vendor: VendorName;
  seed: unknown;
  tls: boolean;
  /** Under which name a stack's config says how it is reached: a vendor's, or a machine's. */
  place: string;
  /** What the config of a real lab would say of it, once the API has its address. */
  access: (url: string) => Access;
  /** What the vendor's official provider reads from the environment, once the API has its address. */
  environment: (url: string) => Record<string, string>;
}

/** Every API that the machines and clusters of these labs speak of. */
export function planApis(labs: readonly Lab[], keys: Keys): ApiPlan[] {
  const inventories = labs.map(({ inventory }) => inventory);
  const hosts = inventories.flatMap((inventory) =>
    dockerHosts(inventory).map((host) => ({ inventory, ...host })),
  );
  return [
    cloudflare(inventories, keys),
    tailscale(inventories, keys),
    ...proxmox(inventories, keys),
    ...hosts.map(({ name, machine, inventory }) => docker(name, machine, inventory)),
  ];
}

function cloudflare(inventories: Inventory[], keys: Keys): ApiPlan {
  const token = keys.hex("cloudflare token", 40);
  const zones = new Set(inventories.flatMap((inventory) => Object.keys(inventory.zones)));
  const account = keys.hex("cloudflare account", 32);
  return {
    name: "cloudflare",
    vendor: "cloudflare",
    place: "cloudflare",
    tls: false,
    seed: {
      account: { id: account, name: "homelab", team: "homelab" },
      zones: [...zones].map((name) => ({ name })),
      tokens: [{ name: "sandbox", value: token }],
    },
    access: (url) => ({ token, account, url: `${url}/client/v4` }),
    environment: (url) => ({
      CLOUDFLARE_API_TOKEN: token,
      CLOUDFLARE_ACCOUNT_ID: account,
      CLOUDFLARE_BASE_URL: `${url}/client/v4`,
    }),
  };
}

function tailscale(inventories: Inventory[], keys: Keys): ApiPlan {
  const key = `tskey-api-${keys.hex("tailscale key", 32)}`;
  const machines = inventories.flatMap(({ machines }) => Object.entries(machines));
  const devices = machines.flatMap(([hostname, { tailnet }]) =>
    tailnet ? [{ hostname, addresses: [tailnet === true ? addressFor(hostname, keys) : tailnet] }] : [],
  );
  const tailnet = inventories[0]?.tailnet.domain ?? "sandbox.ts.net";
  const people = inventories.flatMap(({ people }) => Object.values(people));
  const owner = people.find(({ groups }) => groups.includes("admin"))?.email;
  const users = people.filter(({ email }) => email !== owner).map(({ email }) => ({ loginName: email }));
  return {
    name: "tailscale",
    vendor: "tailscale",
    place: "tailscale",
    tls: false,
    seed: { tailnet, apiKeys: [key], devices, users, ...(owner && { owner }) },
    access: (url) => ({ token: key, url }),
    environment: (url) => ({
      TAILSCALE_API_KEY: key,
      TAILSCALE_TAILNET: tailnet,
      TAILSCALE_BASE_URL: url,
    }),
  };
}

/** Where the inventory leaves the address to the tailnet: one of its range, always the same for a name. */
function addressFor(hostname: string, keys: Keys): string {
  const [a = 0, b = 0, c = 0] = Buffer.from(keys.hex(`tailnet address ${hostname}`, 6), "hex");
  return `100.${64 + (a % 64)}.${b}.${c}`;
}

function proxmox(inventories: Inventory[], keys: Keys): ApiPlan[] {
  const nodes = inventories.flatMap((inventory) =>
    Object.entries(inventory.machines).flatMap(([name, machine]) => {
      if (machine.kind !== "hypervisor") return [];
      const { gpu } = machine;
      return [
        {
          name,
          address: machine.lan ?? name,
          cores: machine.threads,
          memory: bytes(machine.memory),
          pci: gpu ? functionsOf(gpu) : [],
        },
      ];
    }),
  );
  if (nodes.length === 0) return [];
  const token = `root@pam!sandbox=${keys.uuid("proxmox token")}`;
  return [
    {
      name: "proxmox",
      vendor: "proxmox",
      place: "proxmox",
      tls: true,
      seed: {
        cluster: "homelab",
        nodes,
        storages: [
          {
            storage: "local-lvm",
            type: "lvmthin",
            options: { vgname: "pve", thinpool: "data", content: "images,rootdir" },
          },
        ],
        users: [{ id: "root@pam", password: keys.hex("proxmox password", 32) }],
        tokens: [{ token, privsep: false }],
      },
      access: (url) => ({ token, url }),
      environment: (url) => ({
        PROXMOX_VE_ENDPOINT: url,
        PROXMOX_VE_API_TOKEN: token,
        PROXMOX_VE_INSECURE: "true",
      }),
    },
  ];
}

/** A card is several devices to the bus: its picture, its sound. */
function functionsOf({ model, pci: { slot, ids, iommuGroup } }: HypervisorGpu) {
  return ids.map((id, at) => {
    const [vendor, device] = id.split(":");
    return {
      id: `${slot}.${at}`,
      vendor: `0x${vendor}`,
      device: `0x${device}`,
      iommugroup: iommuGroup,
      name: model,
    };
  });
}

function docker(host: string, machine: object, inventory: Inventory): ApiPlan {
  const built = computer(inventory.machines[host]);
  if (!built) throw new Error(`${host} was checked to run containers, and has no memory`);
  const gpu = gpuOf(inventory, host);
  return {
    name: `docker-${host}`,
    vendor: "docker",
    place: host,
    tls: false,
    seed: {
      name: host,
      cpus: "threads" in machine && typeof machine.threads === "number" ? machine.threads : 16,
      memoryBytes: bytes(built.memory),
      architecture: built.arch,
      gpus: gpu ? [gpu.model] : [],
      storageDriver: "overlay2",
      absentImages: [],
    },
    access: (url) => ({ docker: url.replace(/^http:/, "tcp:") }),
    environment: () => ({}),
  };
}
