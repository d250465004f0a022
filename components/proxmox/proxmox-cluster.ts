import * as proxmoxve from "@muhlba91/pulumi-proxmoxve";
import * as pulumi from "@pulumi/pulumi";
import { Component } from "../component.ts";
import type { Lab } from "../lab/index.ts";
import type { Vault } from "../vault/index.ts";
import { PRIVILEGES, ROLE, TOKEN, USER } from "./access.ts";
import type { BackupPlan } from "./backups.ts";
import { POOL } from "./names.ts";
import { type ProxmoxPlan, planProxmox } from "./plan.ts";
import { type Transform, VirtualMachine } from "./virtual-machine.ts";

export interface ProxmoxClusterArgs {
  lab: Lab;
  vault: Vault;
  /** The way to its API; unknown in a preview of a cluster that is not there yet. */
  access: { url: pulumi.Input<string> | undefined; token: pulumi.Input<string> };
  /** Whether machines that hold data may neither be removed nor replaced. */
  protect?: boolean;
  transform?: Transform;
}

/** The hypervisors of a lab and everything on them: storages, cards, virtual machines, their backups and firewall. */
export class ProxmoxCluster extends Component {
  readonly machines: Readonly<Record<string, VirtualMachine>>;
  /** What this program needs in the place of root, from its second update on. */
  readonly token: pulumi.Output<string>;

  constructor(name: string, args: ProxmoxClusterArgs, opts?: pulumi.ComponentResourceOptions) {
    super("homelab:proxmox:Cluster", name, opts);
    const { lab, vault, access, protect = true, transform = (machine) => machine } = args;
    vault.demandTokensOfMachines();
    const plan = planProxmox(lab);

    const provider = new proxmoxve.Provider(
      this.named("provider"),
      {
        endpoint: access.url,
        apiToken: access.token,
        // Files for cloud-init go onto a node by SSH: the API has no way in for them.
        ssh: { agent: true, username: "root", nodes: plan.nodes },
      },
      this.inside,
    );
    const inside = { ...this.inside, provider };

    const files = new proxmoxve.storage.Directory(this.named("files"), plan.files, inside);
    const pools = each(plan.pools, (pool, of) => new proxmoxve.storage.Zfspool(this.named(pool), of, inside));
    const pool = new proxmoxve.PoolLegacy(
      this.named("pool"),
      { poolId: POOL, comment: `what the program makes of ${lab.name}` },
      inside,
    );
    const cards = each(
      plan.mappings,
      (node, of) => new proxmoxve.hardware.mapping.Pci(this.named(`${node}-gpu`), of, inside),
    );
    const images = each(
      plan.images,
      (image, of) =>
        new proxmoxve.download.File(this.named(image), of, {
          ...inside,
          dependsOn: [files],
        }),
    );
    this.machines = each(plan.machines, (machine, of) => {
      const image = images[of.image];
      const dependsOn = [
        files,
        pool,
        ...Object.values(pools),
        ...Object.values(cards),
        ...(image ? [image] : []),
      ];
      return new VirtualMachine(
        this.named(machine),
        { plan: of, vault, protect, transform },
        { ...this.inside, providers: [provider], dependsOn },
      );
    });

    this.#keepAvailable(plan, inside);
    if (plan.backups) this.#backUp(plan.backups, vault, inside);
    this.#closeDoors(plan, inside);
    this.token = this.#ownAccess(inside);
    this.registerOutputs();
  }

  #keepAvailable({ ha }: ProxmoxPlan, inside: pulumi.CustomResourceOptions): void {
    const resources = each(ha.resources, (name, of) => {
      const machine = this.machines[name];
      return new proxmoxve.Haresource(this.named(`${name}-ha`), of, {
        ...inside,
        dependsOn: machine ? [machine] : [],
      });
    });
    each(
      ha.rules,
      (name, of) =>
        new proxmoxve.Harule(this.named(name), of, { ...inside, dependsOn: Object.values(resources) }),
    );
  }

  #backUp(
    { server, storage, identity, jobs }: BackupPlan,
    vault: Vault,
    inside: pulumi.CustomResourceOptions,
  ): void {
    const machine = this.machines[server];
    const kept = new proxmoxve.storage.Pbs(
      this.named("backups"),
      {
        ...storage,
        password: vault.derive(identity.password),
        fingerprint: pulumi.unsecret(vault.derive(identity.fingerprint)),
      },
      // Proxmox asks the server as it is told of it: by then it has to be finished, not only started.
      { ...inside, dependsOn: machine ? [machine] : [] },
    );
    const dependsOn = [kept, ...Object.values(this.machines)];
    each(
      jobs,
      (often, of) => new proxmoxve.backup.Job(this.named(`backups-${often}`), of, { ...inside, dependsOn }),
    );
  }

  #closeDoors({ nodes, firewall }: ProxmoxPlan, inside: pulumi.CustomResourceOptions): void {
    const sets = each(
      firewall.sets,
      (name, of) => new proxmoxve.firewall.IpsetLegacy(this.named(name), { name, ...of }, inside),
    );
    const rules = new proxmoxve.firewall.RulesLegacy(
      this.named("rules"),
      { rules: firewall.rules },
      { ...inside, dependsOn: Object.values(sets) },
    );
    // Closed only when it is known who may come in: the other way round locks out whoever does it.
    const closed = { ...inside, dependsOn: [rules] };
    for (const { name } of nodes)
      new proxmoxve.node.Firewall(
        this.named(`${name}-firewall`),
        // Only the newer firewall knows what is passed on.
        { nodeName: name, enabled: true, nftables: true },
        closed,
      );
    new proxmoxve.cluster.FirewallLegacy(
      this.named("firewall"),
      { enabled: true, inputPolicy: "DROP", outputPolicy: "ACCEPT", forwardPolicy: "DROP" },
      closed,
    );
  }

  #ownAccess(inside: pulumi.CustomResourceOptions): pulumi.Output<string> {
    const role = new proxmoxve.RoleLegacy(
      this.named("role"),
      { roleId: ROLE, privileges: PRIVILEGES },
      inside,
    );
    const user = new proxmoxve.UserLegacy(
      this.named("user"),
      { userId: USER, comment: "the program that declares this cluster" },
      inside,
    );
    const rights = new proxmoxve.Acl(
      this.named("rights"),
      { path: "/", userId: user.userId, roleId: role.roleId, propagate: true },
      inside,
    );
    const token = new proxmoxve.user.Token(
      this.named("token"),
      { userId: user.userId, tokenName: TOKEN, privilegesSeparation: false, comment: "homelab" },
      { ...inside, dependsOn: [rights] },
    );
    return pulumi.secret(token.value);
  }
}

function each<Of, Made>(all: Record<string, Of>, make: (name: string, of: Of) => Made): Record<string, Made> {
  return Object.fromEntries(Object.entries(all).map(([name, of]) => [name, make(name, of)]));
}
