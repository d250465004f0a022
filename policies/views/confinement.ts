import type { Resource } from "../resource.ts";
import { look, type Said } from "../said.ts";
import { scopes } from "../scope.ts";
import { type Container, ofContainers, type Pod } from "./pod.ts";

/** What holds a container, said in one way for a cluster and for a Docker host. Asked one by one: each may be unknown. */
export interface Confinement {
  readonly privileged: boolean;
  readonly gainsPrivileges: boolean;
  readonly root: boolean;
  readonly writableRoot: boolean;
  readonly dropsAll: boolean;
  /** Capabilities beyond what it keeps, without their prefix. */
  readonly adds: string[];
  /** Of the two filters of the kernel, those that it switches off or never names. */
  readonly unfiltered: { readonly seccomp: boolean; readonly appArmor: boolean };
}

export function ofConfinement(check: (confinement: Confinement) => Said) {
  const inPods = ofContainers((container, pod) => check(onCluster(container, pod)));
  return (resource: Resource): Said => {
    if (!scopes.dockerContainers.has(resource.type)) return inPods(resource);
    return look(() => told(check(onHost(resource.props))));
  };
}

function onCluster(
  { securityContext: own = {} }: Container,
  { securityContext: shared = {} }: Pod,
): Confinement {
  return {
    get privileged() {
      return own.privileged === true;
    },
    get gainsPrivileges() {
      return own.allowPrivilegeEscalation !== false;
    },
    get root() {
      const user = own.runAsUser ?? shared.runAsUser;
      return user === undefined ? !(own.runAsNonRoot ?? shared.runAsNonRoot) : user === 0;
    },
    get writableRoot() {
      return own.readOnlyRootFilesystem !== true;
    },
    get dropsAll() {
      return own.capabilities?.drop?.includes("ALL") ?? false;
    },
    get adds() {
      return (own.capabilities?.add ?? []).map(bare);
    },
    unfiltered: {
      get seccomp() {
        const type = (own.seccompProfile ?? shared.seccompProfile)?.type;
        return type === undefined || type === "Unconfined";
      },
      get appArmor() {
        return (own.appArmorProfile ?? shared.appArmorProfile)?.type === "Unconfined";
      },
    },
  };
}

/** Docker filters by itself what nobody tells it to let through. */
function onHost(props: Resource["props"]): Confinement {
  const options = (): string[] => props.securityOpts ?? [];
  const says = (pattern: RegExp) => options().some((option) => pattern.test(option));
  return {
    get privileged() {
      return props.privileged === true;
    },
    get gainsPrivileges() {
      return !says(/^no-new-privileges([:=]true)?$/);
    },
    get root() {
      return ["", "0", "root"].includes(String(props.user ?? "").split(":")[0] ?? "");
    },
    get writableRoot() {
      return props.readOnly !== true;
    },
    get dropsAll() {
      return props.capabilities?.drops?.some((name: string) => bare(name) === "ALL") ?? false;
    },
    get adds() {
      return (props.capabilities?.adds ?? []).map(bare);
    },
    unfiltered: {
      get seccomp() {
        return says(/^seccomp[:=]unconfined$/);
      },
      get appArmor() {
        return says(/^apparmor[:=]unconfined$/);
      },
    },
  };
}

function bare(capability: string): string {
  return capability.replace(/^CAP_/, "");
}

function told(said: Said): Said {
  if (Array.isArray(said)) return said.map(told);
  return typeof said === "string" && said ? `it ${said}` : said;
}
