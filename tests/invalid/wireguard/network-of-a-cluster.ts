import { wired } from "../lab.ts";

export default wired({ network: "10.42.7.0/24", peers: { laptop: { address: "10.42.7.2" } } });
