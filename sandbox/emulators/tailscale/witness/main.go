// What the vendor's own client makes of the emulator's answers: it is told what to do by name, and prints JSON.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"time"

	"tailscale.com/client/tailscale/v2"
)

const owned = `{
	// Comments stay.
	"tagOwners": {"tag:web": ["autogroup:admin"]},
	"grants": [{"src": ["*"], "dst": ["*"], "ip": ["*"]}],
}`

// Runs every call that the Terraform provider makes, and tells what came back.
func everything(ctx context.Context, client *tailscale.Client) map[string]any {
	said := map[string]any{}
	tell := func(name string, value any, err error) {
		if err != nil {
			value = map[string]any{"error": err.Error(), "gone": tailscale.IsNotFound(err)}
		}
		said[name] = value
	}
	done := func(name string, err error) { tell(name, "done", err) }

	policies := client.PolicyFile()
	first, err := policies.Raw(ctx)
	tell("policy.default", first != nil && first.ETag != "", err)
	done("policy.set", policies.Set(ctx, owned, "ts-default"))
	done("policy.race", policies.Set(ctx, owned, "ts-default"))
	raw, err := policies.Raw(ctx)
	tell("policy.kept", raw != nil && raw.HuJSON == owned, err)
	done("policy.match", policies.Set(ctx, owned, raw.ETag))
	parsed, err := policies.Get(ctx)
	tell("policy.parsed", parsed.TagOwners, err)
	done("policy.valid", policies.Validate(ctx, owned))
	done("policy.invalid", policies.Validate(ctx, `{"acls": [{"action": "accept", "src": ["tag:db"], "dst": ["*:*"]}]}`))
	done("policy.tests", policies.Set(ctx, `{"tests": [{"src": "a@b.c", "accept": ["1.2.3.4:80"]}]}`, ""))

	keys := client.Keys()
	request := tailscale.CreateKeyRequest{Description: "witness", ExpirySeconds: 3600}
	request.Capabilities.Devices.Create.Tags = []string{"tag:web"}
	key, err := keys.CreateAuthKey(ctx, request)
	tell("key.made", map[string]any{"secret": key.Key != "", "seconds": key.ExpirySeconds, "type": key.KeyType}, err)
	again, err := keys.Get(ctx, key.ID)
	tell("key.read", map[string]any{"secret": again.Key, "tags": again.Capabilities.Devices.Create.Tags,
		"lives": again.Expires.Sub(again.Created) == time.Hour}, err)
	list, err := keys.List(ctx, true)
	tell("key.list", len(list), err)
	done("key.delete", keys.Delete(ctx, key.ID))
	gone, err := keys.Get(ctx, key.ID)
	tell("key.deleted", map[string]any{"invalid": gone.Invalid, "revoked": !gone.Revoked.IsZero()}, err)
	request.Capabilities.Devices.Create.Tags = nil
	untagged, err := keys.CreateAuthKey(ctx, request)
	tell("key.untagged", untagged != nil && untagged.UserID != "", err)
	request.Capabilities.Devices.Create.Tags = []string{"tag:unknown"}
	_, err = keys.CreateAuthKey(ctx, request)
	done("key.refused", err)
	oauth, err := keys.CreateOAuthClient(ctx, tailscale.CreateOAuthClientRequest{Scopes: []string{"dns"}})
	tell("oauth.made", oauth != nil && oauth.Key != "", err)
	changed, err := keys.SetOAuthClient(ctx, oauth.ID, tailscale.SetOAuthClientRequest{Scopes: []string{"dns:read"}})
	tell("oauth.changed", changed.Scopes, err)
	reader := &tailscale.Client{BaseURL: client.BaseURL, Auth: &tailscale.OAuth{ClientID: oauth.ID, ClientSecret: oauth.Key}}
	_, err = reader.DNS().Nameservers(ctx)
	done("oauth.reads", err)
	done("oauth.writes", reader.DNS().SetNameservers(ctx, nil))

	dns := client.DNS()
	done("dns.set", dns.SetNameservers(ctx, []string{"9.9.9.9", "1.1.1.1"}))
	servers, err := dns.Nameservers(ctx)
	tell("dns.nameservers", servers, err)
	done("dns.wrong", dns.SetNameservers(ctx, []string{"nine"}))
	done("dns.paths", dns.SetSearchPaths(ctx, []string{"lab.example.com"}))
	_, err = dns.UpdateSplitDNS(ctx, tailscale.SplitDNSRequest{"lab.example.com": {"10.0.0.1"}, "old.example.com": {"10.0.0.2"}})
	done("dns.split", err)
	split, err := dns.UpdateSplitDNS(ctx, tailscale.SplitDNSRequest{"old.example.com": nil})
	tell("dns.unsplit", split, err)
	done("dns.prefer", dns.SetPreferences(ctx, tailscale.DNSPreferences{MagicDNS: true}))
	whole, err := dns.Configuration(ctx)
	tell("dns.whole", whole, err)
	done("dns.clear", dns.SetConfiguration(ctx, tailscale.DNSConfiguration{}))
	whole, err = dns.Configuration(ctx)
	tell("dns.cleared", whole, err)

	devices := client.Devices()
	all, err := devices.List(ctx, tailscale.WithFields(tailscale.IncludeFieldsAll))
	tell("device.names", func() (names []string) {
		for _, device := range all {
			names = append(names, device.Name)
		}
		return
	}(), err)
	filtered, err := devices.List(ctx, tailscale.WithFilter("hostname", []string{"nas"}))
	tell("device.filtered", len(filtered), err)
	id := filtered[0].NodeID
	done("device.tag", devices.SetTags(ctx, id, []string{"tag:web"}))
	done("device.key", devices.SetKey(ctx, id, tailscale.DeviceKey{KeyExpiryDisabled: true}))
	done("device.authorize", devices.SetAuthorized(ctx, id, false))
	done("device.routes", devices.SetSubnetRoutes(ctx, id, []string{"10.9.0.0/16"}))
	routes, err := devices.SubnetRoutes(ctx, filtered[0].ID)
	tell("device.enabled", routes, err)
	device, err := devices.GetWithAllFields(ctx, id)
	tell("device.read", map[string]any{"tags": device.Tags, "authorized": device.Authorized, "expires": device.Expires.IsZero(),
		"routes": device.EnabledRoutes}, err)
	_, err = devices.Get(ctx, "nNoneCNTRL")
	tell("device.none", nil, err)

	settings := client.TailnetSettings()
	done("settings.set", settings.Update(ctx, tailscale.UpdateTailnetSettingsRequest{DevicesKeyDurationDays: tailscale.PointerTo(30)}))
	now, err := settings.Get(ctx)
	tell("settings.read", now, err)
	contacts := client.Contacts()
	done("contacts.set", contacts.Update(ctx, tailscale.ContactSupport, tailscale.UpdateContactRequest{Email: tailscale.PointerTo("help@example.com")}))
	people, err := contacts.Get(ctx)
	tell("contacts.read", people, err)

	webhook, err := client.Webhooks().Create(ctx, tailscale.CreateWebhookRequest{EndpointURL: "https://example.com/hook",
		Subscriptions: []tailscale.WebhookSubscriptionType{tailscale.WebhookNodeCreated}})
	tell("webhook.made", webhook != nil && webhook.Secret != nil, err)
	hook, err := client.Webhooks().Get(ctx, webhook.EndpointID)
	tell("webhook.read", map[string]any{"secret": hook.Secret, "events": hook.Subscriptions}, err)
	done("webhook.delete", client.Webhooks().Delete(ctx, webhook.EndpointID))

	users, err := client.Users().List(ctx, nil, nil)
	tell("users", len(users), err)
	done("service.set", client.VIPServices().CreateOrUpdate(ctx, tailscale.VIPService{Name: "svc:web", Ports: []string{"tcp:443"}}))
	service, err := client.VIPServices().Get(ctx, "svc:web")
	tell("service.addresses", len(service.Addrs), err)

	log := client.Logging()
	sink := tailscale.SetLogstreamConfigurationRequest{DestinationType: "axiom", URL: "https://example.com", Token: "secret"}
	_, err = log.LogstreamConfiguration(ctx, "network")
	tell("log.none", nil, err)
	done("log.set", log.SetLogstreamConfiguration(ctx, "network", sink))
	stream, err := log.LogstreamConfiguration(ctx, "network")
	tell("log.read", stream, err)
	done("log.delete", log.DeleteLogstreamConfiguration(ctx, "network"))
	aws, err := log.CreateOrGetAwsExternalId(ctx, false)
	tell("log.aws", aws != nil && aws.ExternalID != "", err)
	posture, err := client.DevicePosture().CreateIntegration(ctx, tailscale.CreatePostureIntegrationRequest{
		Provider: tailscale.PostureIntegrationProviderKolide, ClientSecret: "secret"})
	tell("posture.made", posture != nil && posture.ID != "", err)
	moved, err := client.DevicePosture().UpdateIntegration(ctx, posture.ID, tailscale.UpdatePostureIntegrationRequest{CloudID: "eu"})
	tell("posture.changed", []string{string(moved.Provider), moved.CloudID}, err)
	done("posture.delete", client.DevicePosture().DeleteIntegration(ctx, posture.ID))
	return said
}

func main() {
	base, err := url.Parse(os.Args[1])
	if err != nil {
		panic(err)
	}
	client := &tailscale.Client{BaseURL: base, APIKey: os.Getenv("TAILSCALE_API_KEY")}
	said, err := json.Marshal(everything(context.Background(), client))
	if err != nil {
		panic(err)
	}
	fmt.Println(string(said))
}
