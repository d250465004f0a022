import { wired } from "../lab.ts";

export default wired({ peers: { laptop: { address: "10.8.0.2" } } });
