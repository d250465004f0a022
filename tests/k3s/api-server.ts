import { createPrivateKey } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { identityOf } from "../../components/k3s/index.ts";
import type { Lab } from "../../components/lab/index.ts";
import { type OwnSecret, ownSecret } from "../../components/secrets/index.ts";
import {
  Authority,
  clusterPorts,
  etcdPorts,
  KubeApi,
  planControlPlane,
  planEtcd,
} from "../../sandbox/control-plane/index.ts";
import { Ports, ShortLived } from "../../sandbox/parts/index.ts";
import { testPrograms } from "../../sandbox/testing/index.ts";

/** A real API server that is given the files of an identity, as k3s gives them to its own. */
export interface ApiServer {
  /** As whoever holds a kubeconfig of that identity. */
  as(kubeconfig: OwnSecret): Promise<KubeApi>;
  close(): Promise<void>;
}

export async function startApiServer(cluster: string, lab: Lab): Promise<ApiServer> {
  const tell = (secret: OwnSecret) =>
    ownSecret("a root secret of a lab that is only a test", lab.name, secret);
  const identityFile = async (path: string) => {
    const file = identityOf(cluster, lab).files[path];
    if (!file) throw new Error(`an identity has no ${path}`);
    return Buffer.from(await tell(file), "base64").toString();
  };
  const home = await ShortLived.open();
  const { folder, supervisor } = home;
  const certificates = join(folder, "certificates");
  mkdirSync(certificates);
  const put = (file: string, text: string) => {
    const path = join(certificates, file);
    writeFileSync(path, text, { mode: 0o600 });
    return path;
  };
  put("ca.crt", await identityFile("client-ca.crt"));
  put("ca.key", asPkcs8(await identityFile("client-ca.key")));
  put(`${cluster}-accounts.key`, await identityFile("service.key"));

  const programs = await testPrograms();
  const ground = { folder, programs, authority: await Authority.open(certificates) };
  const ports = new Ports(join(folder, "ports.json"));
  const etcd = await planEtcd(await ports.group("etcd", etcdPorts), ground);
  const plane = await planControlPlane(cluster, await ports.group(cluster, clusterPorts), {
    ...ground,
    etcd: { url: etcd.url, part: etcd.name },
  });
  // What Kubernetes' own roles allow is put together by the controllers.
  const wanted = [plane.apiServer, `${cluster}/controller-manager`];
  await supervisor.start([etcd, ...plane.parts.filter(({ name }) => wanted.includes(name))], () => {});

  const opened: KubeApi[] = [];
  return {
    as: async (kubeconfig) => {
      const { users } = JSON.parse(await tell(kubeconfig));
      const { "client-certificate-data": certificate, "client-key-data": key } = users[0].user;
      const decoded = (text: string) => Buffer.from(text, "base64").toString();
      const api = new KubeApi({
        server: plane.admin.server,
        ca: plane.admin.ca,
        cert: put(`${opened.length}.crt`, decoded(certificate)),
        key: put(`${opened.length}.key`, decoded(key)),
      });
      opened.push(api);
      return api;
    },
    close: async () => {
      for (const api of opened) api.close();
      await home.close();
    },
  };
}

/** As the sandbox's authority reads it, which signs the certificate of the server here. */
function asPkcs8(key: string): string {
  return createPrivateKey(key).export({ type: "pkcs8", format: "pem" }).toString();
}
