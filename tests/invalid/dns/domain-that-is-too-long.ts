import { named } from "../lab.ts";

export default named({ home: `${"a.".repeat(100)}home` });
