import { lab, service } from "../lab.ts";

export default lab(
  service({ files: { "/etc/web.ini": "[auth]\nuser = admin\npassword = correct-horse\n" } }),
);
