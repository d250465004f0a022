import sdk from "@pulumi/pulumi/package.json" with { type: "json" };

/** The SDK's: the host is made for exactly that one. */
export const { version } = sdk;
