import type { ResourceRule } from "../../rule.ts";
import { scopes } from "../../scope.ts";
import { ofConfinement } from "../../views/confinement.ts";

/** What an image needs that starts as root, gives its files to a user and becomes it. */
const TO_BECOME_ANOTHER_USER = ["CHOWN", "DAC_OVERRIDE", "FOWNER", "SETGID", "SETUID"];
/** A port below 1024, and nothing else. */
const HARMLESS = ["NET_BIND_SERVICE"];

const scope = scopes.containers;

export const confinement: ResourceRule[] = [
  {
    id: "privileged",
    title: "No container is privileged.",
    sources: ["KL privileged-container", "TR KSV-0017", "DB 5.5"],
    reason: "a privileged container is root on its machine",
    fix: "remove privileged, and add the one capability or device that is needed",
    severity: "critical",
    scope,
    check: ofConfinement(({ privileged }) => privileged && "is privileged"),
  },
  {
    id: "privilege-escalation",
    title: "No process gains more rights than the one that started it.",
    sources: ["KL privilege-escalation-container", "TR KSV-0001", "DB 5.26"],
    reason: "a setuid program in an image makes an intruder root",
    fix: "set allowPrivilegeEscalation: false, or securityOpts no-new-privileges:true on a Docker host",
    severity: "high",
    scope,
    check: ofConfinement(({ gainsPrivileges }) => gainsPrivileges && "lets its processes gain privileges"),
  },
  {
    id: "root-user",
    title: "No container runs as root.",
    sources: ["KL run-as-non-root", "TR KSV-0012", "TR KSV-0105"],
    reason: "whoever breaks out of a container is on the machine whom he was in the container",
    fix: "say user where the service is declared, or waive root-user there",
    severity: "high",
    scope,
    check: ofConfinement(({ root }) => root && "may run as root"),
  },
  {
    id: "writable-root",
    title: "A container writes only where it has a volume.",
    sources: ["KL no-read-only-root-fs", "TR KSV-0014", "DB 5.13"],
    reason:
      "an intruder puts his tools into a root that may be written, and what is kept there is lost with the container",
    fix: "make its root read-only and give it a volume where it writes, or waive writable-root where the service is declared",
    severity: "medium",
    scope,
    check: ofConfinement(({ writableRoot }) => writableRoot && "may write on its root"),
  },
  {
    id: "kept-capabilities",
    title: "A container gives up every capability that it does not name.",
    sources: ["KL drop-net-raw-capability", "TR KSV-0003", "TR KSV-0106", "DB 5.4"],
    reason: "the usual set lets a program forge packets and take over others' files",
    fix: "drop ALL, and add back what is needed",
    severity: "medium",
    scope,
    check: ofConfinement(({ dropsAll }) => !dropsAll && "keeps capabilities that it does not name"),
  },
  {
    id: "privilege",
    title: "No container may become another user.",
    sources: ["TR KSV-0022"],
    reason: "a program that may take any file and be anybody is root in all but name",
    fix: "use an image that starts as its user, or waive privilege where the service is declared",
    severity: "medium",
    scope,
    check: ofConfinement(({ adds }) => adding(adds.filter((each) => TO_BECOME_ANOTHER_USER.includes(each)))),
  },
  {
    id: "chroot",
    title: "No container may take a folder for the whole machine.",
    sources: ["TR KSV-0022"],
    reason: "a root of one's own is a step out of a container",
    fix: "waive chroot where the service is declared, if a sandbox of its own needs it",
    severity: "medium",
    scope,
    check: ofConfinement(({ adds }) => adding(adds.filter((each) => each === "SYS_CHROOT"))),
  },
  {
    id: "kernel-powers",
    title: "No container has powers over the kernel or the network.",
    sources: ["KL unsafe-sysctls", "TR KSV-0005", "TR KSV-0119", "TR KSV-0120", "DB 5.4"],
    reason: "SYS_ADMIN, NET_ADMIN and their like lead out of every container",
    fix: "remove the capability, or install what needs it by its makers' chart in a namespace of its own",
    severity: "critical",
    scope,
    check: ofConfinement(({ adds }) =>
      adding(adds.filter((each) => ![...TO_BECOME_ANOTHER_USER, ...HARMLESS, "SYS_CHROOT"].includes(each))),
    ),
  },
  {
    id: "seccomp",
    title: "The kernel refuses a container the system calls that nobody needs.",
    sources: ["TR KSV-0030", "TR KSV-0104", "DB 5.21"],
    reason: "most ways out of a container begin with a rare system call",
    fix: "set seccompProfile: { type: RuntimeDefault }, or remove seccomp=unconfined on a Docker host",
    severity: "medium",
    scope,
    check: ofConfinement(({ unfiltered }) => unfiltered.seccomp && "runs without a seccomp profile"),
  },
  {
    id: "app-armor",
    title: "No container leaves the profile that AppArmor has for it.",
    sources: ["TR KSV-0002", "DB 5.1"],
    reason: "the profile keeps it from mounting, and from the files of /proc and /sys",
    fix: "remove Unconfined: every runtime has a profile of its own",
    severity: "medium",
    scope,
    check: ofConfinement(({ unfiltered }) => unfiltered.appArmor && "runs without AppArmor"),
  },
];

function adding(capabilities: string[]) {
  return capabilities.length > 0 && `adds ${capabilities.join(", ")}`;
}
