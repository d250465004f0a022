import * as proxmoxve from "@muhlba91/pulumi-proxmoxve";
import type * as pulumi from "@pulumi/pulumi";
import { Component } from "../component.ts";
import type { Vault } from "../vault/index.ts";
import type { MachinePlan } from "./machine.ts";
import { FILES, snippetOf } from "./names.ts";
import type { VirtualMachinePlan } from "./plan.ts";

/** The one way to say what the inventory cannot: changes a machine just before it is registered. */
export type Transform = (machine: MachinePlan) => MachinePlan;

export interface VirtualMachineArgs {
  plan: VirtualMachinePlan;
  vault: Vault;
  /** Whether what holds data may neither be removed nor replaced. */
  protect: boolean;
  transform: Transform;
}

/** One virtual machine: what it reads at its first start, itself, and what it lets in. */
export class VirtualMachine extends Component {
  readonly machine: proxmoxve.VmLegacy;

  constructor(name: string, args: VirtualMachineArgs, opts: pulumi.ComponentResourceOptions) {
    super("homelab:proxmox:VirtualMachine", name, opts);
    const { plan, vault, protect, transform } = args;
    const { nodeName, vmId, name: hostname } = plan.machine;
    const isProtected = plan.stateful && protect;

    const cloudInit = new proxmoxve.FileLegacy(
      this.named("cloud-init"),
      {
        nodeName,
        datastoreId: FILES,
        contentType: "snippets",
        sourceRaw: { fileName: snippetOf(hostname), data: vault.fill(plan.cloudInit) },
      },
      // The other way round it would write the new file, and then remove the old one, which has the same name.
      { ...this.inside, deleteBeforeReplace: true },
    );
    this.machine = new proxmoxve.VmLegacy(
      this.named("machine"),
      { ...transform(plan.machine), protection: isProtected },
      {
        ...this.inside,
        dependsOn: [cloudInit],
        protect: isProtected,
        // A machine is made of an image once. A newer one is for new machines.
        ignoreChanges: ["disks[0].importFrom"],
      },
    );
    // Both are known by their machine's number on any hypervisor: after a move, to remove the old is to remove the new.
    const behind = { ...this.inside, dependsOn: [this.machine], deleteBeforeReplace: true };
    new proxmoxve.firewall.OptionsLegacy(
      this.named("firewall"),
      { nodeName, vmId, enabled: true, inputPolicy: "DROP", outputPolicy: "ACCEPT" },
      behind,
    );
    new proxmoxve.firewall.RulesLegacy(this.named("rules"), { nodeName, vmId, rules: plan.rules }, behind);
    this.registerOutputs();
  }
}
