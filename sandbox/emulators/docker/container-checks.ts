import { isIP } from "node:net";
import { ApiError } from "../framework/index.ts";
import { refuseResources, refuseRestart } from "./container-limits.ts";
import type { ContainerConfig, HostConfig } from "./container-request.ts";
import { refuseLogging } from "./log-driver.ts";
import type { DockerSeed } from "./seed.ts";

const capabilities = new Set(
  (
    "AUDIT_CONTROL AUDIT_READ AUDIT_WRITE BLOCK_SUSPEND BPF CHECKPOINT_RESTORE CHOWN DAC_OVERRIDE DAC_READ_SEARCH " +
    "FOWNER FSETID IPC_LOCK IPC_OWNER KILL LEASE LINUX_IMMUTABLE MAC_ADMIN MAC_OVERRIDE MKNOD NET_ADMIN " +
    "NET_BIND_SERVICE NET_BROADCAST NET_RAW PERFMON SETFCAP SETGID SETPCAP SETUID SYSLOG SYS_ADMIN SYS_BOOT " +
    "SYS_CHROOT SYS_MODULE SYS_NICE SYS_PACCT SYS_PTRACE SYS_RAWIO SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG WAKE_ALARM"
  ).split(" "),
);

/** What the Engine refuses before it makes a container, in its own words and mostly in its own order. */
export function refuseContainer(config: ContainerConfig, hostConfig: HostConfig, seed: DockerSeed): void {
  refuseConfig(config);
  refuseRestart(hostConfig.RestartPolicy);
  const restarts = !["", "no"].includes(hostConfig.RestartPolicy.Name);
  if (hostConfig.AutoRemove && restarts) refuse("can't create 'AutoRemove' container with restart policy");
  refuseHosts(hostConfig.ExtraHosts ?? []);
  refusePorts(hostConfig);
  refuseCapabilities("CapAdd", hostConfig.CapAdd ?? []);
  refuseCapabilities("CapDrop", hostConfig.CapDrop ?? []);
  refuseResources(hostConfig, seed);
  if (hostConfig.ShmSize < 0) refuse("SHM size can not be less than 0");
  refuseRuntime(hostConfig.Runtime, seed);
  refuseSecurity(hostConfig.SecurityOpt ?? []);
  if (hostConfig.CgroupnsMode !== "" && !["private", "host"].includes(hostConfig.CgroupnsMode))
    refuse(`invalid cgroup namespace mode: ${hostConfig.CgroupnsMode}`);
  if (hostConfig.StorageOpt && seed.storageDriver === "overlay2")
    refuse("--storage-opt is supported only for overlay over xfs with 'pquota' mount option");
  refuseLogging(hostConfig.LogConfig);
}

function refuse(message: string): never {
  throw new ApiError(400, message);
}

const signals =
  /^(SIG)?(ABRT|ALRM|BUS|CHLD|CONT|FPE|HUP|ILL|INT|IO|KILL|PIPE|PROF|PWR|QUIT|SEGV|STOP|SYS|TERM|TRAP|TSTP|TTIN|TTOU|URG|USR1|USR2|WINCH|RTMIN(\+\d+)?|RTMAX(-\d+)?|\d+)$/i;

export function refuseSignal(signal: string): void {
  if (signal !== "" && !signals.test(signal)) refuse(`invalid signal: ${signal}`);
}

function refuseConfig({ WorkingDir, Env, StopSignal, Healthcheck, Hostname }: ContainerConfig): void {
  if (WorkingDir !== "" && !WorkingDir.startsWith("/"))
    refuse(`the working directory '${WorkingDir}' is invalid, it needs to be an absolute path`);
  for (const variable of Env ?? [])
    if (/^(=|$)/.test(variable)) refuse(`invalid environment variable: ${variable}`);
  refuseSignal(StopSignal);
  if (Hostname.length > 63) refuse(`invalid hostname: ${Hostname}`);
  if (!Healthcheck) return;
  for (const key of ["Interval", "Timeout", "StartPeriod", "StartInterval"] as const)
    if (Healthcheck[key] !== 0 && Healthcheck[key] < 1e6)
      refuse(`${key} in Healthcheck cannot be less than 1ms`);
  if (Healthcheck.Retries < 0) refuse("Retries in Healthcheck cannot be negative");
}

function refuseHosts(hosts: string[]): void {
  for (const host of hosts) {
    const address = /^[^:=]+[:=](.+)$/.exec(host)?.[1] ?? refuse(`bad format for add-host: "${host}"`);
    if (address !== "host-gateway" && isIP(address.replace(/^\[|\]$/g, "")) === 0)
      refuse(`invalid IP address in add-host: "${address}"`);
  }
}

function refusePorts({ PortBindings, NetworkMode }: HostConfig): void {
  const bindings = Object.entries(PortBindings ?? {});
  for (const [port, hosts] of bindings) {
    const [number = ""] = port.split("/");
    if (!isPort(number)) refuse(`invalid port specification: "${number}"`);
    for (const { HostPort, HostIp } of hosts ?? []) {
      const range = HostPort.split("-");
      if (HostPort !== "" && !range.every(isPort)) refuse(`invalid port specification: "${HostPort}"`);
      if (HostIp !== "" && isIP(HostIp) === 0) refuse(`invalid IP address: ${HostIp}`);
    }
  }
  if (NetworkMode.startsWith("container:") && bindings.length > 0)
    refuse("conflicting options: port publishing and the container type network mode");
}

function isPort(text: string): boolean {
  return /^\d+$/.test(text) && Number(text) <= 65535;
}

function refuseCapabilities(list: string, names: string[]): void {
  for (const name of names) {
    const plain = name.toUpperCase().replace(/^CAP_/, "");
    if (plain !== "ALL" && !capabilities.has(plain))
      refuse(`invalid ${list}: unknown capability: "CAP_${plain}"`);
  }
}

function refuseRuntime(runtime: string, { gpus }: DockerSeed): void {
  const known = ["", "runc", "io.containerd.runc.v2", ...(gpus.length > 0 ? ["nvidia"] : [])];
  if (!known.includes(runtime)) refuse(`unknown or invalid runtime name: ${runtime}`);
}

const securityOptions = ["label", "apparmor", "seccomp", "no-new-privileges", "writable-cgroups"];

function refuseSecurity(options: string[]): void {
  for (const option of options) {
    if (option === "no-new-privileges") continue;
    const [key = "", value] = option.split(/[=:]/, 2);
    if (value === undefined) refuse(`invalid --security-opt 1: "${option}"`);
    if (!securityOptions.includes(key)) refuse(`invalid --security-opt 2: "${option}"`);
  }
}
