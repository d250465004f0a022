// The SDK requires a pack, after it has set up a compiler that cannot read our TypeScript. A function that it gets
// so is called and awaited: this one goes through the loader of modules instead, which is tsx (PulumiPolicy.yaml).
module.exports = () => import("./index.ts");
