import { defineInventory } from "../../../components/inventory/index.ts";

export const inventory = defineInventory({
  tailnet: {
    domain: "dove-komodo.ts.net",
    cidr: "100.64.0.0/10",
    // From the road into the house, for admins: to what cannot be in the tailnet itself.
    gateways: { server: ["lan"] },
  },
  people: {
    owner: { email: "me@example.com", groups: ["admin", "plex-users"] },
    family: { email: "they@example.com", groups: ["plex-users"] },
  },
  zones: { "example.com": { about: "what the house shows to the world" } },
  sites: {
    house: { about: "where the server stands", networks: { lan: { cidr: "192.168.1.0/24" } } },
    flat: { about: "where the files are", networks: { lan: { cidr: "192.168.7.0/24" } } },
  },
  machines: {
    // By its name in the tailnet, or by an address that it shall always have.
    server: {
      kind: "metal",
      about: "the cluster",
      site: "house",
      lan: "192.168.1.20",
      tailnet: true,
      threads: 8,
      memory: "32Gi",
    },
    nas: {
      kind: "nas",
      about: "the file server",
      site: "flat",
      lan: "192.168.7.5",
      tailnet: "100.77.209.53",
      shares: { media: { protocol: "nfs", path: "/volume1/media" } },
    },
  },
  clusters: {
    home: {
      about: "one server",
      site: "house",
      version: "v1.34.3+k3s1",
      pods: "10.42.0.0/16",
      services: "10.43.0.0/16",
      domain: "example.com",
      ingress: "traefik",
      storageClass: "local-path",
      nodes: { server: { role: "server" } },
    },
  },
});
