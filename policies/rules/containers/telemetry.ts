import { hasSwitches, images, programIn } from "../../../components/privacy/index.ts";
import type { Resource } from "../../resource.ts";
import type { ResourceRule } from "../../rule.ts";
import { look, type Said, Unseen } from "../../said.ts";
import { scopes } from "../../scope.ts";
import { ofContainers } from "../../views/pod.ts";

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
    fix: "set the variable where the service is declared; components/privacy knows those of each image",
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

/** The other ways of telling a program are no part of a container: where it is declared they are asked for. */
function switchesOf(image: string): Record<string, string> {
  const known = images[programIn(image)];
  return known && hasSwitches(known) ? (known.env ?? {}) : {};
}
