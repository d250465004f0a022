/** What a tailnet has that nobody wrote a policy for: everyone may reach everything that is theirs. */
export const defaultPolicy = `// The access rules of this tailnet, as every new one has them.
{
	// Who may reach what. Everybody may reach everything until this is narrowed.
	"grants": [
		{"src": ["*"], "dst": ["*"], "ip": ["*"]},
	],

	// Who may log in to what by Tailscale SSH: everybody to their own devices, asked again now and then.
	"ssh": [
		{
			"action": "check",
			"src":    ["autogroup:member"],
			"dst":    ["autogroup:self"],
			"users":  ["autogroup:nonroot", "root"],
		},
	],
}
`;
