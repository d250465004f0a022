import type { Discretion } from "./switch.ts";

const QUIET = "its makers document nothing that it would tell them";

/** By the name of a chart: its values say it for the images that it brings. */
export const charts: Record<string, Discretion> = {
  "argo-cd": { none: "it measures its pages only where somebody gives it the number of an account" },
  "cert-manager": { none: QUIET },
  crowdsec: { values: { "lapi.env.DISABLE_ONLINE_API": "true" } },
  "csi-driver-smb": { none: QUIET },
  "dcgm-exporter": { none: QUIET },
  "gha-runner-scale-set": { none: "it speaks with GitHub, for which it is there, and tells nobody else" },
  "gha-runner-scale-set-controller": { none: QUIET },
  "gitlab-runner": { none: QUIET },
  harbor: {
    values: {
      "trivy.extraEnvVars.TRIVY_DISABLE_TELEMETRY": "true",
      "trivy.extraEnvVars.TRIVY_SKIP_VERSION_CHECK": "true",
    },
  },
  kyverno: { none: QUIET },
  "linkerd-control-plane": { values: { disableHeartBeat: true } },
  "linkerd-crds": { none: "it runs nothing" },
  "linkerd-viz": { none: QUIET },
  "linkerd2-cni": { none: QUIET },
  longhorn: {
    values: {
      "defaultSettings.allowCollectingLonghornUsageMetrics": false,
      "defaultSettings.upgradeChecker": false,
    },
  },
  "prometheus-node-exporter": { none: QUIET },
  "sealed-secrets": { none: QUIET },
  traefik: { values: { "global.checkNewVersion": false, "global.sendAnonymousUsage": false } },
  "trivy-operator": {
    none: "Trivy counts its scans, and the operator has no way to hand on the switch for that",
  },
  "vertical-pod-autoscaler": { none: QUIET },
};
