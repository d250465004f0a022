import type { Inventory, Purpose } from "../inventory/index.ts";

interface Check {
  /** Where what it asks with comes from. */
  package: string;
  script: string;
}

/** What a machine asks itself before it takes an address: whether its own service answers, at its own address. */
export function checkOf(purpose: Purpose, machine: string, { machines, home }: Inventory): Check {
  const lan = machines[machine]?.lan;
  if (purpose === "dns")
    return {
      package: "bind9-dnsutils",
      // Pi-hole answers also while the BIND behind it does not: only an address is an answer.
      script: `#!/bin/sh\ndig +short +time=1 +tries=1 @${lan} ${machine}.${home} A | grep -qFx ${lan}\n`,
    };
  const url = "ingress" in purpose ? `https://${lan}/` : `https://${lan}:6443/ping`;
  // Any answer is one: nothing is known here of the certificate, or of what lies at the root.
  return { package: "curl", script: `#!/bin/sh\nexec curl -sk --max-time 2 -o /dev/null ${url}\n` };
}
