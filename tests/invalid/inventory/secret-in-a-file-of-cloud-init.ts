import { inventory } from "../lab.ts";

export default inventory({
  machines: {
    "core-server": { setup: { files: { "/etc/agent.conf": "user = lab\npassword = hunter2\n" } } },
  },
});
