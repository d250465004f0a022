// The modules that hold the definitions of the kinds, as their makers publish them: read by makers.test.ts.
module homelab/makers

go 1.26

require (
	github.com/argoproj/argo-cd/v3 v3.3.0
	github.com/bitnami-labs/sealed-secrets v0.39.1
	github.com/cert-manager/cert-manager v1.21.1
	github.com/k3s-io/helm-controller v0.16.13
	github.com/kyverno/kyverno v1.19.0
	github.com/traefik/traefik/v3 v3.6.0
)
