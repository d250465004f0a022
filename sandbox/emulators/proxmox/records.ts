/** What the datacenter remembers of guests and disks, as plain data. */

export type Config = Record<string, string | number>;

/** A virtual machine: what it is declared as, and what it is doing. */
export interface Guest {
  vmid: number;
  node: string;
  config: Config;
  /** What takes effect when it is next started: a new value, or null for what goes. */
  pending: Record<string, string | number | null>;
  status: "running" | "stopped";
  /** Since when it runs, in milliseconds. */
  started?: number;
  pid?: number;
  /** The host's PCI devices that it holds while it runs. */
  devices?: string[];
  /** What is being done to it; nothing else can be meanwhile. */
  lock?: string;
  pool?: string;
  snapshots: Record<string, { config: Config; snaptime: number; description?: string; parent?: string }>;
}

/** One disk or file on a storage. */
export interface Volume {
  volid: string;
  storage: string;
  /** Where it lies, unless the storage is shared. */
  node: string;
  content: string;
  format: string;
  size: number;
  ctime: number;
  vmid?: number;
  parent?: string;
  notes?: string;
  protected?: number;
  /** What stands in a snippet: the guests that name it are made by it. */
  text?: string;
}
