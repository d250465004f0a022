const datastore = [
  "Datastore.Allocate",
  "Datastore.AllocateSpace",
  "Datastore.AllocateTemplate",
  "Datastore.Audit",
];
const sdn = ["SDN.Allocate", "SDN.Audit", "SDN.Use"];
const pool = ["Pool.Allocate", "Pool.Audit"];
const user = ["User.Modify", "Group.Allocate", "Realm.AllocateUser"];
const vmConfig = ["CDROM", "CPU", "Cloudinit", "Disk", "HWType", "Memory", "Network", "Options"].map(
  (each) => `VM.Config.${each}`,
);
const vmAgent = ["Audit", "FileRead", "FileSystemMgmt", "FileWrite", "Unrestricted"].map(
  (each) => `VM.GuestAgent.${each}`,
);
const vmUser = [
  "VM.Audit",
  "VM.Backup",
  "VM.Config.CDROM",
  "VM.Config.Cloudinit",
  "VM.Console",
  "VM.GuestAgent.Audit",
  "VM.PowerMgmt",
];
const vm = [
  ...new Set([
    ...vmUser,
    ...vmConfig,
    ...vmAgent,
    "VM.Allocate",
    "VM.Clone",
    "VM.Migrate",
    "VM.Replicate",
    "VM.Snapshot",
    "VM.Snapshot.Rollback",
  ]),
];
const mapping = ["Mapping.Audit", "Mapping.Modify", "Mapping.Use"];
const system = [
  "Sys.AccessNetwork",
  "Sys.Audit",
  "Sys.Console",
  "Sys.Incoming",
  "Sys.Modify",
  "Sys.PowerMgmt",
  "Sys.Syslog",
];

export const allPrivileges: readonly string[] = [
  ...datastore,
  ...sdn,
  ...pool,
  ...user,
  ...vm,
  ...mapping,
  ...system,
  "Permissions.Modify",
  "Realm.Allocate",
].toSorted();

/** The roles that the vendor brings along. */
export const builtInRoles: Record<string, string[]> = {
  Administrator: [...allPrivileges],
  NoAccess: [],
  PVEAdmin: allPrivileges.filter(
    (each) =>
      ![
        "Permissions.Modify",
        "Realm.Allocate",
        "Sys.Modify",
        "Sys.PowerMgmt",
        "Sys.Incoming",
        "Sys.AccessNetwork",
      ].includes(each),
  ),
  PVEAuditor: [
    "Datastore.Audit",
    "Mapping.Audit",
    "Pool.Audit",
    "SDN.Audit",
    "Sys.Audit",
    "VM.Audit",
    "VM.GuestAgent.Audit",
  ],
  PVEDatastoreAdmin: datastore,
  PVEDatastoreUser: ["Datastore.AllocateSpace", "Datastore.Audit"],
  PVEMappingAdmin: mapping,
  PVEMappingAuditor: ["Mapping.Audit"],
  PVEMappingUser: ["Mapping.Audit", "Mapping.Use"],
  PVEPoolAdmin: pool,
  PVEPoolUser: ["Pool.Audit"],
  PVESDNAdmin: sdn,
  PVESDNUser: ["SDN.Audit", "SDN.Use"],
  PVESysAdmin: ["Sys.Audit", "Sys.Console", "Sys.Syslog"],
  PVETemplateUser: ["VM.Audit", "VM.Clone"],
  PVEUserAdmin: user,
  PVEVMAdmin: vm,
  PVEVMUser: vmUser,
};
