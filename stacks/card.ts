import type { InventorySpec } from "../components/inventory/index.ts";
import type { ServiceSpec } from "../components/service/index.ts";
import type { Memory } from "../components/units/index.ts";

/** A home of the card: which machines there are because of it, and how a service on it is placed. */
export interface CardHome {
  /** Of the rack, beside those that are there anyway. */
  machines: InventorySpec["machines"];
  /** What the platform's server has because of it. */
  server: Pick<Extract<InventorySpec["machines"][string], { kind: "metal" }>, "gpu">;
  place(vram: Memory): ServiceSpec["place"];
  /** Whether a manager there starts what models it has, and gives the card to a game. */
  isManaged: boolean;
  /** How a model starts that everybody wants at any time. */
  everyday: Pick<ServiceSpec, "start">;
  /** The kind of disk for what can be fetched again. */
  disk: { class?: "local-path" };
}

const rtx3090 = { model: "RTX 3090", vram: "24Gi" } as const;

/** Windows with Docker, which has a stack of its own; the homelab only knows where it is, and what answers there. */
export const inTheGamingPc: CardHome = {
  machines: {
    "gaming-pc": {
      kind: "workstation",
      about: "Windows with Docker: models and games take turns on its RTX 3090",
      site: "rack",
      lan: "192.168.1.50",
      tailnet: true,
      memory: "48Gi", // what WSL2 has of its 64; the rest is for Windows, and games
      gpu: { ...rtx3090, sharing: { mode: "lan" } },
    },
  },
  server: {},
  place: (vram) => ({ docker: "gaming-pc", gpu: { vram } }),
  isManaged: true,
  everyday: { start: "when there is room" },
  disk: {},
};

/** A node of the platform, in slices. The gaming PC is gone, and with it whatever it alone ran. */
export const inTheServer: CardHome = {
  machines: {},
  server: { gpu: { ...rtx3090, sharing: { mode: "slices", count: 4 } } },
  place: (vram) => ({ cluster: "platform", node: "homelab", gpu: { slices: 1, vram } }),
  isManaged: false,
  everyday: {},
  disk: { class: "local-path" },
};

/** Where the card for models is. It moves by this line: docs/runbooks/moving-the-card.md. */
export const card: CardHome = inTheGamingPc;
