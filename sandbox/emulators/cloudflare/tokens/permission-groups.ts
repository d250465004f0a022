export interface PermissionGroup {
  id: string;
  name: string;
  scopes: string[];
}

const account = ["com.cloudflare.api.account"];
const zone = ["com.cloudflare.api.account.zone"];
const user = ["com.cloudflare.api.user"];
const bucket = ["com.cloudflare.edge.r2.bucket"];

/** What a token can be allowed to do: the part of the list that a homelab has a use for. The ids are the same for everybody. */
export const permissionGroups: readonly PermissionGroup[] = [
  { id: "c1fde68c7bcc44588cbb6ddbc16d6480", name: "Account Settings Read", scopes: account },
  { id: "1af1fa2adc104452b74a9a3364202f20", name: "Account Settings Write", scopes: account },
  {
    id: "7ea222f6d5064cfa89ea366d7c1fee89",
    name: "Access: Apps and Policies Read",
    scopes: [...account, ...zone],
  },
  {
    id: "1e13c5124ca64b72b1969a67e8829049",
    name: "Access: Apps and Policies Write",
    scopes: [...account, ...zone],
  },
  {
    id: "26bc23f853634eb4bff59983b9064fde",
    name: "Access: Organizations, Identity Providers, and Groups Read",
    scopes: account,
  },
  {
    id: "bfe0d8686a584fa680f4c53b5eb0de6d",
    name: "Access: Organizations, Identity Providers, and Groups Write",
    scopes: account,
  },
  { id: "91f7ce32fa614d73b7e1fc8f0e78582b", name: "Access: Service Tokens Read", scopes: account },
  { id: "a1c0fec57cf94af79479a6d827fa518c", name: "Access: Service Tokens Write", scopes: account },
  { id: "efea2ab8357b47888938f101ae5e053f", name: "Cloudflare Tunnel Read", scopes: account },
  { id: "c07321b023e944ff818fec44d8203567", name: "Cloudflare Tunnel Write", scopes: account },
  { id: "b4992e1108244f5d8bfbd5744320c2e1", name: "Workers R2 Storage Read", scopes: account },
  { id: "bf7481a1826f439697cb59a20b22293e", name: "Workers R2 Storage Write", scopes: account },
  { id: "6a018a9f2fc74eb6b293b0c548f38b39", name: "Workers R2 Storage Bucket Item Read", scopes: bucket },
  { id: "2efd5506f9c8494dacb1fa10a3e7d5b6", name: "Workers R2 Storage Bucket Item Write", scopes: bucket },
  { id: "82e64a83756745bbbb1c9c2701bf816b", name: "DNS Read", scopes: zone },
  { id: "4755a26eedb94da69e1066d98aa820be", name: "DNS Write", scopes: zone },
  { id: "c8fed203ed3043cba015a93ad1616f1f", name: "Zone Read", scopes: zone },
  { id: "e6d2666161e84845a636613608cee8d5", name: "Zone Write", scopes: zone },
  { id: "517b21aee92c4d89936c976ba6e4be55", name: "Zone Settings Read", scopes: zone },
  { id: "3030687196b94b638145a3953da2b699", name: "Zone Settings Write", scopes: zone },
  { id: "dbc512b354774852af2b5a5f4ba3d470", name: "Zone WAF Read", scopes: zone },
  { id: "fb6778dc191143babbfaa57993f1d275", name: "Zone WAF Write", scopes: zone },
  { id: "e17beae8b8cb423a99b1730f21238bed", name: "Cache Purge", scopes: zone },
  { id: "9ff81cbbe65c400b97d92c3c1033cab6", name: "Cache Settings Write", scopes: zone },
  { id: "0cc3a61731504c89b99ec1be78b77aa0", name: "API Tokens Read", scopes: user },
  { id: "686d18d5ac6c441c867cbf6771e58a0a", name: "API Tokens Write", scopes: user },
];
