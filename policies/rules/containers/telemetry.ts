import type { Resource } from "../../resource.ts";
import type { ResourceRule } from "../../rule.ts";
import { look, type Said, Unseen } from "../../said.ts";
import { scopes } from "../../scope.ts";
import { ofContainers } from "../../views/pod.ts";

/** By image, the variables that keep its program from telling its makers who uses it. */
const SWITCHES: Record<string, Record<string, string>> = {
  "goauthentik/server": { AUTHENTIK_DISABLE_STARTUP_ANALYTICS: "true" },
  "grafana/grafana": { GF_ANALYTICS_REPORTING_ENABLED: "false" },
  "home-operations/prowlarr": { PROWLARR__LOG__ANALYTICSENABLED: "false" },
  "home-operations/radarr": { RADARR__LOG__ANALYTICSENABLED: "false" },
  "home-operations/sonarr": { SONARR__LOG__ANALYTICSENABLED: "false" },
  "langgenius/dify-web": { NEXT_TELEMETRY_DISABLED: "1" },
  "n8n-io/n8n": { N8N_DIAGNOSTICS_ENABLED: "false" },
  "onepush-dev/mem0-api": { MEM0_TELEMETRY: "false" },
  "open-webui/open-webui": {
    ANONYMIZED_TELEMETRY: "false",
    DO_NOT_TRACK: "true",
    SCARF_NO_ANALYTICS: "true",
  },
  "qdrant/qdrant": { QDRANT__TELEMETRY_DISABLED: "true" },
};

interface Variable {
  name: string;
  value?: string | undefined;
  /** Set where nobody can see it from here. */
  elsewhere?: boolean;
}

export const telemetry: ResourceRule[] = [
  {
    id: "telemetry",
    title: "No program tells its makers who uses it.",
    sources: [],
    reason: "what a house does is nobody's business, and what is sent cannot be taken back",
    fix: "set the variable where the service is declared",
    severity: "high",
    scope: scopes.containers,
    check: (resource) =>
      scopes.dockerContainers.has(resource.type) ? look(() => onHost(resource)) : inPods(resource),
  },
];

const inPods = ofContainers(({ image = "", env = [] }) =>
  complaints(
    image,
    env.map(({ name, value, valueFrom }) => ({ name, value, elsewhere: valueFrom !== undefined })),
  ),
);

/** By its name alone: what Docker runs by the id of an image that was pulled is not seen. */
function onHost({ props }: Resource): Said {
  const variables: Variable[] = (props.envs ?? []).map((each: string) => {
    const [name = "", ...value] = each.split("=");
    return { name, value: value.join("=") };
  });
  return complaints(String(props.image ?? ""), variables);
}

function complaints(image: string, variables: Variable[]): Said {
  return Object.entries(switchesOf(image)).map(([name, off]) => {
    const { value, elsewhere } = variables.find((each) => each.name === name) ?? {};
    if (elsewhere) return new Unseen(`env.${name}`);
    return value?.toLowerCase() !== off && `may tell its makers who uses it: ${name} is not ${off}`;
  });
}

function switchesOf(image: string): Record<string, string> {
  const name = (image.split("@")[0] ?? "").replace(/:[^:/]*$/, "").replace(/^[^/]*\.[^/]*\//, "");
  return SWITCHES[name] ?? {};
}
