import type { InventorySpec } from "../../../components/inventory/index.ts";
import { tailnet as everywhere } from "../../sites.ts";

/** From the road admins come to the hypervisors, and everybody asks for the names of the house, through one machine. */
export const tailnet: InventorySpec["tailnet"] = { ...everywhere, gateways: { homelab: ["lan"] } };
