import { createHash, randomInt } from "node:crypto";
import type { Collection, Store } from "../framework/index.ts";

export interface Device {
  id: string;
  nodeId: string;
  hostname: string;
  /** Its name in the tailnet, without the tailnet's own. */
  name: string;
  addresses: string[];
  user: string;
  tags: string[];
  os: string;
  authorized: boolean;
  keyExpiryDisabled: boolean;
  created: string;
  expires: string;
  machineKey: string;
  nodeKey: string;
  advertisedRoutes: string[];
  enabledRoutes: string[];
  attributes: Record<string, string | number | boolean>;
}

interface Credential {
  id: string;
  description: string;
  created: string;
  /** Empty where another credential made it, and no person. */
  userId: string;
  revoked?: string;
}

export interface AuthKey extends Credential {
  keyType: "auth";
  expires: string;
  expirySeconds: number;
  create: { reusable: boolean; ephemeral: boolean; preauthorized: boolean; tags: string[] };
}

/** Whoever may ask for access tokens: by a secret, or by the word of another identity provider. */
export interface TrustCredential extends Credential {
  keyType: "client" | "federated";
  updated: string;
  scopes: string[];
  tags: string[];
  /** Of a client. The secret itself is told once and kept nowhere. */
  secretHash?: string;
  /** Of a federated identity. */
  federation?: {
    audience: string;
    issuer: string;
    subject: string;
    customClaimRules: Record<string, string>;
  };
}

export type Key = AuthKey | TrustCredential;

export interface AccessToken {
  /** Whose it is: with the client, its tokens end. */
  client: string;
  scopes: string[];
  tags: string[];
  expires: number;
}

export interface Resolver {
  address: string;
  useWithExitNode: boolean;
}

export interface Dns {
  nameservers: Resolver[];
  splitDns: Record<string, Resolver[]>;
  searchPaths: string[];
  overrideLocalDns: boolean;
  magicDns: boolean;
}

export interface User {
  id: string;
  loginName: string;
  role: string;
  created: string;
}

export interface Contact {
  email: string;
  needsVerification: boolean;
  fallbackEmail?: string;
}

export interface Webhook {
  endpointId: string;
  endpointUrl: string;
  providerType: string;
  creatorLoginName: string;
  created: string;
  lastModified: string;
  subscriptions: string[];
}

export interface Service {
  name: string;
  addrs: string[];
  comment: string;
  annotations: Record<string, string>;
  ports: string[];
  tags: string[];
}

export interface Integration {
  id: string;
  provider: string;
  cloudId: string;
  clientId: string;
  tenantId: string;
}

/** All that a tailnet's coordination server knows. */
export interface State {
  /** Under "current" the text of the policy; nothing, while nobody has changed the default one. */
  policy: Collection<string>;
  devices: Collection<Device>;
  keys: Collection<Key>;
  /** By the hash of the token. */
  tokens: Collection<AccessToken>;
  dns: Collection<Dns>;
  settings: Collection<Record<string, unknown>>;
  contacts: Collection<Contact>;
  webhooks: Collection<Webhook>;
  services: Collection<Service>;
  logstreams: Collection<Record<string, unknown>>;
  integrations: Collection<Integration>;
  users: Collection<User>;
  /** What of the seed was there once: what is deleted does not come back with the next start. */
  planted: Collection<true>;
}

export function stateOf(store: Store): State {
  return {
    policy: store.collection("policy"),
    devices: store.collection("devices"),
    keys: store.collection("keys"),
    tokens: store.collection("tokens"),
    dns: store.collection("dns"),
    settings: store.collection("settings"),
    contacts: store.collection("contacts"),
    webhooks: store.collection("webhooks"),
    services: store.collection("services"),
    logstreams: store.collection("logstreams"),
    integrations: store.collection("integrations"),
    users: store.collection("users"),
    planted: store.collection("planted"),
  };
}

const letters = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

export function randomWord(length: number, alphabet = letters): string {
  return Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join("");
}

export function stableId(prefix: string): string {
  return `${prefix}${randomWord(11)}CNTRL`;
}

/** As the API writes the time: to the second. */
export function timestamp(at = Date.now()): string {
  return new Date(at).toISOString().replace(/\.\d+Z$/, "Z");
}

export function hashOf(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}
