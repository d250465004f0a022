/** Whom this program is once the cluster is made: it needs root for that first time, and never again. */
export const USER = "homelab@pve";
export const TOKEN = "program";
export const ROLE = "Homelab";

/** What it does with each, and nothing that it does not do. */
export const PRIVILEGES = [
  // Storages, the images that are fetched onto them, and disks.
  "Datastore.Allocate",
  "Datastore.AllocateSpace",
  "Datastore.AllocateTemplate",
  "Datastore.Audit",
  // Cards under a name.
  "Mapping.Audit",
  "Mapping.Modify",
  "Mapping.Use",
  "Pool.Allocate",
  "Pool.Audit",
  "SDN.Use",
  // Downloads; backups and firewall; high availability, which Proxmox counts as the console's.
  "Sys.AccessNetwork",
  "Sys.Audit",
  "Sys.Console",
  "Sys.Modify",
  "VM.Allocate",
  "VM.Audit",
  "VM.Config.CDROM",
  "VM.Config.CPU",
  "VM.Config.Cloudinit",
  "VM.Config.Disk",
  "VM.Config.HWType",
  "VM.Config.Memory",
  "VM.Config.Network",
  "VM.Config.Options",
  "VM.GuestAgent.Audit",
  "VM.Migrate",
  "VM.PowerMgmt",
];
