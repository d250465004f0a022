/** The kinds of resource that a rule is about, as a person calls them. */
export interface Scope {
  name: string;
  has(type: string): boolean;
}

/** Of Kubernetes, in any version, and as a patch too. */
function kubernetes(name: string, ...kinds: string[]): Scope {
  const pattern = new RegExp(`^kubernetes:[^:]+:(${kinds.join("|")})(Patch)?$`);
  return { name, has: (type) => pattern.test(type) };
}

function exactly(name: string, ...types: string[]): Scope {
  return { name, has: (type) => types.includes(type) };
}

function either(...all: Scope[]): Scope {
  return {
    name: all.map(({ name }) => name).join(", "),
    has: (type) => all.some((scope) => scope.has(type)),
  };
}

/** The vendor renamed its resources, and both names are in use. */
function proxmox(name: string, ...kinds: string[]): Scope {
  const types = kinds.flatMap((kind) => {
    const token = kind.charAt(0).toLowerCase() + kind.slice(1);
    const module = kind.includes("/") ? kind : `index/${token}:${kind}`;
    return [`proxmoxve:${module}`, `proxmoxve:${module.replace(/(\w+):(\w+)$/, "$1Legacy:$2Legacy")}`];
  });
  return exactly(name, ...types);
}

const longRunning = ["Pod", "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet"];
const dockerContainers = exactly("Docker containers", "docker:index/container:Container");
const pods = kubernetes("pods", ...longRunning, "Job", "CronJob");

export const scopes = {
  pods,
  dockerContainers,
  containers: either(pods, dockerContainers),
  images: either(pods, dockerContainers, exactly("Docker images", "docker:index/remoteImage:RemoteImage")),
  longRunning: kubernetes("pods that last", ...longRunning),
  selecting: kubernetes("workloads with a selector", "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet"),
  replicated: kubernetes("workloads with copies", "Deployment", "StatefulSet", "ReplicaSet"),
  cronJobs: kubernetes("cron jobs", "CronJob"),
  namespaces: kubernetes("namespaces", "Namespace"),
  services: kubernetes("Services", "Service"),
  ingresses: kubernetes("Ingresses", "Ingress"),
  entrances: kubernetes("Services and Ingresses", "Service", "Ingress"),
  networkPolicies: kubernetes("network policies", "NetworkPolicy"),
  configMaps: kubernetes("ConfigMaps", "ConfigMap"),
  secrets: kubernetes("Secrets", "Secret"),
  claims: kubernetes("volume claims", "PersistentVolumeClaim", "StatefulSet"),
  disruptionBudgets: kubernetes("disruption budgets", "PodDisruptionBudget"),
  autoscalers: kubernetes("autoscalers", "HorizontalPodAutoscaler"),
  roles: kubernetes("roles", "Role", "ClusterRole"),
  bindings: kubernetes("role bindings", "RoleBinding", "ClusterRoleBinding"),
  manifests: { name: "everything on a cluster", has: (type: string) => type.startsWith("kubernetes:") },
  tunnelConfigs: exactly(
    "tunnels",
    "cloudflare:index/zeroTrustTunnelCloudflaredConfig:ZeroTrustTunnelCloudflaredConfig",
  ),
  applications: exactly(
    "Access applications",
    "cloudflare:index/zeroTrustAccessApplication:ZeroTrustAccessApplication",
  ),
  accessPolicies: exactly("Access policies", "cloudflare:index/zeroTrustAccessPolicy:ZeroTrustAccessPolicy"),
  admissions: exactly(
    "Access policies and groups",
    "cloudflare:index/zeroTrustAccessPolicy:ZeroTrustAccessPolicy",
    "cloudflare:index/zeroTrustAccessGroup:ZeroTrustAccessGroup",
  ),
  dnsRecords: exactly("DNS records", "cloudflare:index/dnsRecord:DnsRecord"),
  zoneSettings: exactly("zone settings", "cloudflare:index/zoneSetting:ZoneSetting"),
  cloudflareTokens: exactly(
    "Cloudflare tokens",
    "cloudflare:index/accountToken:AccountToken",
    "cloudflare:index/apiToken:ApiToken",
  ),
  tailnetPolicies: exactly("the tailnet's policy", "tailscale:index/acl:Acl"),
  tailnetKeys: exactly("tailnet keys", "tailscale:index/tailnetKey:TailnetKey"),
  tailnetSettings: exactly("the tailnet's settings", "tailscale:index/tailnetSettings:TailnetSettings"),
  vms: proxmox("VMs", "Vm"),
  lxc: proxmox("LXC containers", "Container"),
  clusterFirewalls: proxmox("the hypervisors' firewall", "cluster/firewall:Firewall"),
  guestFirewalls: proxmox("guests' firewalls", "firewall/options:Options"),
  nodeFirewalls: proxmox("nodes' firewalls", "node/firewall:Firewall"),
  backupJobs: proxmox("backup jobs", "backup/job:Job"),
  haResources: proxmox("HA resources", "Haresource"),
  proxmoxTokens: proxmox("Proxmox tokens", "user/token:Token"),
  proxmoxRights: proxmox("Proxmox rights", "Acl"),
} satisfies Record<string, Scope>;
