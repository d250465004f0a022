import { equal, objectAt, type Properties, type Value } from "../../framework/value.ts";
import { pairsOf } from "../words.ts";
import { diskKey, storageOf } from "./drives.ts";
import { kept } from "./kept.ts";
import { items } from "./settings.ts";

/** The settings of a machine's first start, where it has a drive of them. */
export function toldInitialization(config: Properties, before: Properties): Properties {
  const drive = Object.entries(config).find(
    ([key, value]) => diskKey.test(key) && String(value).includes("cloudinit"),
  );
  if (!drive) return {};
  const [key, text] = drive;
  const old = objectAt(before, "initialization");
  const files = pairsOf(config.cicustom);
  const account = objectAt(old, "userAccount");
  const keys = decodeURIComponent(String(config.sshkeys ?? ""))
    .split("\n")
    .filter((each) => each !== "");
  const ipConfigs = Object.keys(config)
    .filter((each) => /^ipconfig\d+$/.test(each))
    .toSorted()
    .map((each) => ipConfig(config[each]));
  const servers = String(config.nameserver ?? "")
    .split(/[ ,]+/)
    .filter((each) => each !== "");
  const told: Properties = {
    datastoreId: storageOf(text ?? ""),
    interface: old.interface === "" || old.interface === undefined ? "" : key,
    ...(ipConfigs.length > 0 && { ipConfigs }),
    ...((servers.length > 0 || config.searchdomain !== undefined) && {
      dns: { domain: String(config.searchdomain ?? ""), ...(servers.length > 0 && { servers }) },
    }),
    ...(files.user !== undefined && { userDataFileId: files.user }),
    ...(files.vendor !== undefined && { vendorDataFileId: files.vendor }),
    ...(files.network !== undefined && { networkDataFileId: files.network }),
    ...(files.meta !== undefined && { metaDataFileId: files.meta }),
    ...(config.citype !== undefined && { type: String(config.citype) }),
    ...((config.ciuser !== undefined || keys.length > 0 || config.cipassword !== undefined) && {
      userAccount: {
        ...(keys.length > 0 && { keys: sameKeys(keys, account.keys) }),
        ...(config.ciuser !== undefined && { username: String(config.ciuser) }),
        // The API tells stars in its place.
        ...(account.password !== undefined && { password: account.password }),
      },
    }),
    ...kept(old, ["upgrade", "fileFormat"]),
  };
  return { initialization: told };
}

/** White space at the end of a key is no difference. */
function sameKeys(keys: string[], before: Value | undefined): Value {
  const old = items(before).map((each) => String(each).trim());
  return equal(
    old,
    keys.map((each) => each.trim()),
  )
    ? items(before)
    : keys;
}

function ipConfig(text: Value | undefined): Properties {
  const { ip, gw, ip6, gw6 } = pairsOf(text);
  const family = (address?: string, gateway?: string) => ({ address: address ?? "", gateway: gateway ?? "" });
  return { ...((ip || gw) && { ipv4: family(ip, gw) }), ...((ip6 || gw6) && { ipv6: family(ip6, gw6) }) };
}
