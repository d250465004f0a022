import {
  claim,
  defineService,
  derived,
  generated,
  ownUrl,
  secretValue,
  text,
  urlOf,
} from "../../../../components/service/index.ts";
import { permissions } from "../../settings/lab-mcp.ts";

/** The lab as tools for models. They look; what they propose, a person approves on its page, and a journal keeps it. */
export const labMcp = defineService({
  name: "lab-mcp",
  about: "Tools for models: the lab's services, health, room, logs and metrics; restarts if a person agrees",
  lifecycle: "production",
  program: "lab-mcp",
  arch: ["amd64", "arm64"],
  place: { cluster: "platform", node: "homelab" },
  namespace: "self-hosted-ai",
  ports: { http: 8080 },
  env: {
    HOST: "0.0.0.0",
    LAB_MCP_CATALOGUE_FILE: "/etc/lab-mcp/catalogue.json",
    LAB_MCP_KEYS_FILE: "/etc/lab-mcp/keys",
    LAB_MCP_HOMEBRAIN_URL: urlOf("homebrain-api"),
    LAB_MCP_PROMETHEUS_URL: urlOf("prometheus"),
    LAB_MCP_LOKI_URL: urlOf("loki"),
    LAB_MCP_APPROVERS_FILE: "/etc/lab-mcp/approvers", // without it, it only reads
    LAB_MCP_DATA_DIR: "/data",
    LAB_MCP_OWN_URL: ownUrl("tailnet"),
  },
  files: {
    "/etc/lab-mcp/catalogue.json": derived("catalogue"),
    "/etc/lab-mcp/keys": text`agents ${secretValue("agents-key")}\n`,
    "/etc/lab-mcp/approvers": text`owner ${secretValue("approver-key")}\n`,
  },
  health: { ready: "/readyz", live: "/healthz" },
  resources: { cpu: "20m..500m", memory: "96Mi..192Mi" },
  endsWithin: 25, // longer than it lets answers end
  volumes: { "/data": claim("1Gi", { class: "local-path" }) },
  secrets: { "agents-key": generated(48), "approver-key": generated(48) },
  permissions,
  reach: { cluster: true },
  expose: { tailnet: true },
  metrics: { port: "http", names: ["lab_mcp_*"] },
  alerts: [
    {
      name: "SomethingWaitsForApproval",
      expr: "lab_mcp_proposals_waiting > 0",
      for: "1m",
      severity: "warning",
      summary: "A model proposes something to be done in the lab: {{ $value }} wait for a person",
      action: "Approve or refuse it on the page of lab-mcp; what nobody decides on expires",
    },
  ],
});
