import { wired } from "../lab.ts";

export default wired({ peers: { laptop: { publicKey: "my key" } } });
