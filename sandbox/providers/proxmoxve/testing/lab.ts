import { proxmox } from "../../../emulators/proxmox/index.ts";
import { Running } from "../../../emulators/testing/running.ts";

export const token = "root@pam!lab=6b1f0c1e-6f7e-4a4e-9a55-0c1d5a0b7e11";

type Seed = ReturnType<typeof proxmox.seed.parse>;
type Data = Record<string, unknown>;

/** Two nodes with a GPU between them, behind an API that forgets nothing. */
export class Lab {
  readonly pve: Running<Seed>;

  private constructor(pve: Running<Seed>) {
    this.pve = pve;
  }

  static async start(): Promise<Lab> {
    const gpu = { id: "0000:01:00.0", vendor: "0x10de", device: "0x2684", name: "AD102", iommugroup: 13 };
    const seed = proxmox.seed.parse({
      nodes: [
        { name: "asuna", address: "10.0.0.11", cores: 16, memory: 64 * 2 ** 30, pci: [gpu] },
        { name: "yuuki", address: "10.0.0.12", cores: 8, memory: 32 * 2 ** 30 },
      ],
      storages: [
        { storage: "tank", type: "zfspool", options: { pool: "rpool/data", sparse: 1 } },
        {
          storage: "nas",
          type: "nfs",
          options: { server: "10.0.0.5", export: "/backups", content: "backup" },
        },
      ],
      tokens: [{ token }],
      taskMs: 10,
    });
    return new Lab(await Running.start(proxmox, seed));
  }

  /** The program's provider, as `opts`. */
  get provider(): string {
    return `
      const provider = new proxmoxve.Provider("pve", { endpoint: "${this.pve.url}", apiToken: pulumi.secret("${token}") });
      const opts = { provider };
    `;
  }

  /** Behind the engine's back. */
  async api(method: string, path: string, form?: Record<string, string>): Promise<Data> {
    const response = await fetch(`${this.pve.url}/api2/json${path}`, {
      method,
      headers: { authorization: `PVEAPIToken=${token}`, connection: "close" },
      ...(form && { body: new URLSearchParams(form) }),
    });
    const { data, message } = (await response.json()) as { data: Data; message?: string };
    if (!response.ok) throw new Error(message);
    return data;
  }

  async list(path: string): Promise<Data[]> {
    return (await this.api("GET", path)) as unknown as Data[];
  }
}
