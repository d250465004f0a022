import { Gauge, type Registry } from "prom-client";
import type { Log } from "../kit/index.ts";
import { type Serving, serve } from "../kit/web/index.ts";
import { Actions } from "./actions/index.ts";
import { addApproval } from "./approval/index.ts";
import { type Catalogue, readCatalogue } from "./catalogue/index.ts";
import { ClusterApi, Deeds, type Pace } from "./cluster/index.ts";
import { addMcp } from "./mcp.ts";
import { Homebrain, Loki, Prometheus } from "./peers/index.ts";
import type { Settings } from "./settings.ts";
import * as tools from "./tools/index.ts";

/** Answers models, and people who decide about what they propose. */
export async function start(settings: Settings, log: Log, registry: Registry, pace?: Pace): Promise<Serving> {
  const catalogue = readCatalogue(settings.LAB_MCP_CATALOGUE_FILE);
  const approving = settings.LAB_MCP_APPROVERS && (await openApproval(settings, catalogue, log, pace));
  const serving = await serve({
    settings,
    log,
    registry,
    routes: (app) => {
      const all = [
        ...readingTools(settings, catalogue),
        ...(approving ? tools.proposalTools({ ...approving, page: settings.LAB_MCP_OWN_URL }) : []),
      ];
      addMcp(app, { tools: all, keys: settings.LAB_MCP_KEYS, log, registry });
      if (approving) addApproval(app, approving);
    },
    close: async () => approving?.actions.close(),
  });
  if (approving) countIn(registry, approving.actions);
  return serving;
}

/** What nobody tells is not offered. */
function readingTools(settings: Settings, catalogue: Catalogue): tools.Tool[] {
  const { LAB_MCP_HOMEBRAIN_URL, LAB_MCP_PROMETHEUS_URL, LAB_MCP_LOKI_URL } = settings;
  const prometheus = LAB_MCP_PROMETHEUS_URL ? new Prometheus(LAB_MCP_PROMETHEUS_URL) : undefined;
  return [
    ...tools.serviceTools(catalogue),
    ...tools.capacityTools(catalogue, prometheus),
    ...(LAB_MCP_HOMEBRAIN_URL ? tools.healthTools(new Homebrain(LAB_MCP_HOMEBRAIN_URL), catalogue) : []),
    ...(prometheus ? tools.metricTools(prometheus, catalogue) : []),
    ...(LAB_MCP_LOKI_URL ? tools.logTools(new Loki(LAB_MCP_LOKI_URL), catalogue) : []),
  ];
}

async function openApproval(settings: Settings, catalogue: Catalogue, log: Log, pace: Pace | undefined) {
  const api = new ClusterApi(settings.LAB_MCP_KUBERNETES_URL, settings.LAB_MCP_ACCOUNT_DIR);
  const deeds = new Deeds(api, catalogue, pace);
  const actions = await Actions.open({
    folder: settings.LAB_MCP_DATA_DIR,
    patience: settings.LAB_MCP_APPROVE_MINUTES * 60_000,
    perform: (deed, signal) => deeds.perform(deed, signal),
    log,
  });
  return { actions, deeds, approvers: settings.LAB_MCP_APPROVERS ?? {} };
}

function countIn(registry: Registry, actions: Actions): void {
  new Gauge({
    name: "lab_mcp_proposals_waiting",
    help: "Proposals that a person has not decided on.",
    registers: [registry],
    collect() {
      this.set(actions.waiting.length);
    },
  });
}
