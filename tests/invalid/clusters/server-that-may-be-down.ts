import { inventory } from "../lab.ts";

export default inventory({
  machines: { "brain-gpu": { mayBeDown: true } },
  clusters: {
    brain: { nodes: { "brain-gpu": { role: "server" }, "brain-server": { role: "agent" } } },
  },
});
