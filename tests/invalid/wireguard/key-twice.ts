import { wired } from "../lab.ts";

const publicKey = "xTIBA5rboUvnH4htodjb6e697QjLERt1NAB4mZqp8Dg=";

export default wired({
  peers: {
    laptop: { publicKey },
    phone: { about: "a phone", person: "owner", address: "10.9.0.3", publicKey },
  },
});
