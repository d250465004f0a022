import * as pulumi from "@pulumi/pulumi";
import { KubernetesCluster } from "../../components/kubernetes/index.ts";
import { unbuilt } from "../../components/program/index.ts";
import { Vault } from "../../components/vault/index.ts";
import { syntheticLab } from "./synthetic.ts";

/** What the project does, on a lab of a given size. */
const lab = syntheticLab(Number(process.env.BENCH_SERVICES));
const vault = new Vault({
  lab,
  rootSecret: pulumi.secret("only-for-the-bench-0123456789abcdef"),
  tokens: {},
});

new KubernetesCluster("core", {
  lab,
  cluster: "core",
  kubeconfig: pulumi.output(pulumi.unknown) as pulumi.Output<string>,
  vault,
  programs: unbuilt,
  lifecycles: ["production"],
});
