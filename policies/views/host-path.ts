/** By which a program commands every container of its machine. */
const SOCKETS = /(^|\/)(docker|podman|cri-dockerd|containerd|crio|dockershim)(\/[\w-]+)?\.sock$/;

/** Folders that make the machine what it is. */
const SYSTEM = [
  "/",
  "/boot",
  "/dev",
  "/etc",
  "/lib",
  "/proc",
  "/root",
  "/run",
  "/sys",
  "/usr",
  "/var",
  "/var/lib",
  "/var/run",
];

export function isSocket(path: string): boolean {
  return SOCKETS.test(path);
}

export function isSystemFolder(path: string): boolean {
  const bare = path.replace(/(?<=.)\/+$/, "");
  return (
    SYSTEM.includes(bare) ||
    SYSTEM.some((folder) => folder.length > 1 && !folder.startsWith("/var") && bare.startsWith(`${folder}/`))
  );
}
