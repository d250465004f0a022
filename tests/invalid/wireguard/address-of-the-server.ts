import { wired } from "../lab.ts";

export default wired({ peers: { laptop: { address: "10.9.0.1" } } });
