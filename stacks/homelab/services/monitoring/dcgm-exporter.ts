import { dcgmExporterOf } from "../../../../components/monitoring/index.ts";
import { defineService } from "../../../../components/service/index.ts";

/** How busy, hot and full the rack's card is. */
export const dcgmExporter = defineService({
  name: "dcgm-exporter",
  about: "Load, memory and heat of the RTX 3090",
  lifecycle: "production",
  place: { cluster: "platform" },
  namespace: "dcgm-exporter",
  chart: dcgmExporterOf("dcgm-exporter", { nodes: { "homelab/gpu": "rtx3090" }, count: 1 }),
  ports: { metrics: 9400 },
  metrics: { port: "metrics", names: ["DCGM_FI_DEV_*"] },
  alerts: [
    {
      name: "GpuIsHot",
      expr: "DCGM_FI_DEV_GPU_TEMP > 85",
      for: "10m",
      severity: "warning",
      summary: "The card of {{ $labels.node }} has {{ $value }} degrees",
      action: "See who uses it (nvidia-smi), and whether its fans turn",
    },
    {
      name: "GpuFails",
      expr: "increase(DCGM_FI_DEV_XID_ERRORS[15m]) > 0",
      for: "1m",
      severity: "critical",
      summary: "The driver of {{ $labels.node }} reports an error of its card",
      action:
        "dmesg | grep Xid on the node names it; a card that has fallen off the bus needs a restart of its machine",
    },
  ],
  waive: {
    "node-access": {
      because: "it asks the driver of its node, and the kubelet who uses the card",
      until: "2027-06-30",
    },
  },
});
