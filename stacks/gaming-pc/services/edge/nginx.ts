import { defineService, image } from "../../../../components/service/index.ts";

/** The way into the gaming PC: each of its services by a name of its own, by TLS. What it is told follows from them. */
export const nginx = defineService({
  name: "nginx",
  about: "Ingress of the gaming PC: names and TLS in front of its containers",
  lifecycle: "production",
  image: image(
    "docker.io/library/nginx",
    "1.31.4",
    "sha256:b34848eff6db786b6b1282d3a9c3fd0b5563dfb6d261df4923378b419e0d24f0",
  ),
  arch: ["amd64", "arm64"],
  place: { docker: "gaming-pc" },
  provides: "ingress",
  user: 101,
  // In the place of the image's entry point, which would write into what belongs to root.
  command: ["nginx", "-g", "daemon off;"],
  ports: { http: 80, https: 443 },
  health: { opens: "https" },
  resources: { cpu: "50m", memory: "64Mi..256Mi" },
  waive: {
    "writable-root": {
      because: "Docker puts files only into a root that may be written, and nginx is told by files",
      until: "2027-11-30",
    },
  },
});
