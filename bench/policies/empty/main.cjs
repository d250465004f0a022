const { PolicyPack } = require("@pulumi/policy");

new PolicyPack("none", { policies: [] });
