import * as z from "zod";
import { address, type Environment, namedKeys, readEnvironment, serving, whole } from "../kit/index.ts";

const http = (example: string) => address(/^https?$/, example).optional();

export const schema = z.object({
  ...serving,
  /** What runs in the lab, and what it asks for. */
  LAB_MCP_CATALOGUE_FILE: z.string({
    error: "is not set; write the path of the file that describes the lab",
  }),
  /** Of programs that may ask. */
  LAB_MCP_KEYS: namedKeys(
    "is not set; write a key for each program that may ask into a file, and name it by LAB_MCP_KEYS_FILE",
    "router",
  ),
  LAB_MCP_HOMEBRAIN_URL: http("http://homebrain-api:8080"),
  LAB_MCP_PROMETHEUS_URL: http("http://prometheus:9090"),
  LAB_MCP_LOKI_URL: http("http://loki:3100"),
  /** Of people who may let something be done. Where there is nobody, nothing can be. */
  LAB_MCP_APPROVERS: namedKeys("", "ada").optional(),
  /** How long somebody has to approve something. */
  LAB_MCP_APPROVE_MINUTES: whole(1, 1440, 30).default(30),
  /** Where the journal of all that was ever proposed and done is. */
  LAB_MCP_DATA_DIR: z.string().default(".lab-mcp"),
  /** Where people find the page on which they approve. */
  LAB_MCP_OWN_URL: http("https://lab-mcp.example"),
  LAB_MCP_KUBERNETES_URL: address(/^https$/, "https://kubernetes.default.svc").default(
    "https://kubernetes.default.svc",
  ),
  /** Where the token is that Kubernetes gives to a pod, and the certificate of whom to believe. */
  LAB_MCP_ACCOUNT_DIR: z.string().default("/var/run/secrets/kubernetes.io/serviceaccount"),
});

export type Settings = z.output<typeof schema>;

const secrets = ["LAB_MCP_KEYS", "LAB_MCP_APPROVERS"] as const;

export function readSettings(environment: Environment) {
  return readEnvironment({ prefix: "LAB_MCP", secrets, schema }, environment, (values) => together(values));
}

/** A program that holds an approver's key would approve what it proposes itself. */
function together({ LAB_MCP_KEYS: keys = "", LAB_MCP_APPROVERS: approvers = "" }: Environment): string[] {
  const keysOf = (text: string) => text.split("\n").flatMap((line) => line.trim().split(/[ \t]+/)[1] ?? []);
  const shared = keysOf(keys).some((key) => keysOf(approvers).includes(key));
  return shared
    ? [
        "LAB_MCP_APPROVERS has a key of LAB_MCP_KEYS: who asks must not approve. Give people keys of their own.",
      ]
    : [];
}
