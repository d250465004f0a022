/** Where k3s' settings lie on a node. */
const FOLDER = "/etc/rancher/k3s";

export const CONFIG = `${FOLDER}/config.yaml`;
/** What of the settings only the node itself knows. */
export const OWN_CONFIG = `${CONFIG}.d/node.yaml`;
export const REGISTRIES = `${FOLDER}/registries.yaml`;
export const AUDIT_POLICY = `${FOLDER}/audit-policy.yaml`;
/** A cluster's authorities are put here, and k3s is told to take them: what it uses must never be written over. */
export const IDENTITY = `${FOLDER}/identity`;
