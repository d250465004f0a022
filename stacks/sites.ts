/** Three houses that only the tailnet joins, so that two of them may use the same range of addresses. */
export const sites = {
  rack: {
    about: "The rack: Proxmox, the platform cluster, and the desks beside it.",
    networks: { lan: { cidr: "192.168.1.0/24", gateway: "192.168.1.1" } },
  },
  lodge: {
    about: "Two small computers that run the core services.",
    networks: { lan: { cidr: "192.168.8.0/24", gateway: "192.168.8.1" } },
  },
  condo: {
    about:
      "HomeBrain: a laptop with a GPU, a gaming PC, a Mac and the NAS, behind a router behind the provider's.",
    networks: {
      lan: { cidr: "192.168.0.0/24", gateway: "192.168.0.1" },
      isp: { cidr: "192.168.1.0/24", gateway: "192.168.1.1" },
    },
  },
};

export const tailnet = { domain: "dove-komodo.ts.net", cidr: "100.64.0.0/10" };
