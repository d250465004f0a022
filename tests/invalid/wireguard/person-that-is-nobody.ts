import { wired } from "../lab.ts";

export default wired({ peers: { laptop: { person: "onwer" } } });
