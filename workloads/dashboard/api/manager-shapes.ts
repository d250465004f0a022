/** The manager's answers, as far as pages show them. tests/dashboard/promises.ts holds them to what it promises. */
export interface ManagerStatus {
  docker: { up: boolean; why?: string };
  gaming: {
    state: "off" | "draining" | "on";
    why?: string;
    until?: string;
    hand?: { mode: "on" | "off"; until?: string };
  };
  /** Bytes. */
  card: { vram: number; reserve: number; promised: number; foreign: number; used?: number };
  models: ManagedModel[];
}

export interface ManagedModel {
  name: string;
  state: "stopped" | "starting" | "ready" | "draining" | "stopping" | "failed";
  running: number;
  waiting: number;
  why?: string;
  blocked?: string;
  place?: number;
  loadSeconds: number;
  since?: string;
  retryAt?: string;
  idleAt?: string;
  vram: number;
  context?: number;
  quantization?: string;
}
