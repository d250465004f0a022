import type { PolicyPackArgs, ResourceValidationPolicy, StackValidationPolicy } from "@pulumi/policy";

type Policy = ResourceValidationPolicy | StackValidationPolicy;

/**
 * All rules as two policies, one for each resource and one for the stack. The SDK reads a resource anew for every policy
 * that it runs, and ninety readings of fifteen hundred resources are seconds of a preview.
 */
export function together(policies: Policy[]): PolicyPackArgs["policies"] {
  const ofResources = policies.filter((each): each is ResourceValidationPolicy => "validateResource" in each);
  const ofStacks = policies.filter((each): each is StackValidationPolicy => "validateStack" in each);
  return [
    {
      name: "resources",
      description: "Each resource keeps the rules of docs/reference/policies.md.",
      validateResource: (resource, report) => {
        for (const { name, validateResource } of ofResources)
          for (const judge of [validateResource].flat())
            judge?.(resource, (message, urn) => report(`${name}: ${message}`, urn));
      },
    },
    {
      name: "stack",
      description: "All resources together keep the rules of docs/reference/policies.md.",
      validateStack: (stack, report) => {
        for (const { name, validateStack } of ofStacks)
          validateStack(stack, (message, urn) => report(`${name}: ${message}`, urn));
      },
    },
  ];
}
