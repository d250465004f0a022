import { stringify } from "yaml";
import { derived, type Part, type ServiceSpec, secretValue, written } from "../service/index.ts";

type Told = Required<Pick<ServiceSpec, "files" | "secrets">>;

/** By what name a token of somebody else's stands in the stack's config. */
interface Channels {
  discord: string;
  slack: string;
  mail: { relay: string; user: string; password: string };
}

const FROM_CONFIG = (fromConfig: string) => ({ fromConfig });

/**
 * Whom an alert is for. What cannot wait goes to everybody who administers, by e-mail and Discord; what concerns films goes
 * to Discord, where those who watch them are; the rest to Slack, to be read in the morning.
 */
export function alertmanager({ discord, slack, mail }: Channels, watchers: string[]): Told {
  return {
    secrets: {
      discord: FROM_CONFIG(discord),
      slack: FROM_CONFIG(slack),
      "mail-relay": FROM_CONFIG(mail.relay),
      "mail-user": FROM_CONFIG(mail.user),
      "mail-password": FROM_CONFIG(mail.password),
    },
    files: { "/etc/alertmanager/alertmanager.yml": written((hold) => configuration(hold, watchers)) },
  };
}

function configuration(hold: (part: Part) => string, watchers: string[]): string {
  const secret = (name: string) => hold(secretValue(name));
  const toDiscord = { webhook_url: secret("discord"), title: TITLE, message: WORDS, send_resolved: true };
  const toSlack = { api_url: secret("slack"), title: TITLE, text: WORDS, send_resolved: true };
  return stringify(
    {
      global: {
        resolve_timeout: "5m",
        smtp_smarthost: secret("mail-relay"),
        smtp_from: secret("mail-user"),
        smtp_auth_username: secret("mail-user"),
        smtp_auth_password: secret("mail-password"),
      },
      route: {
        receiver: "morning",
        group_by: ["alertname", "cluster", "service"],
        group_wait: "30s",
        group_interval: "5m",
        repeat_interval: "12h",
        routes: [
          { receiver: "now", matchers: ['severity="critical"'], repeat_interval: "2h" },
          { receiver: "watchers", matchers: [`group=~"${watchers.join("|")}"`] },
        ],
      },
      inhibit_rules: [
        // Of a cluster that nobody hears, everything that was last heard is old.
        {
          source_matchers: ['alertname="ClusterIsSilent"'],
          target_matchers: ['alertname!="ClusterIsSilent"'],
          equal: ["cluster"],
        },
        {
          source_matchers: ['alertname="ServiceIsDown"'],
          target_matchers: ['severity="warning"'],
          equal: ["cluster", "service"],
        },
      ],
      receivers: [
        { name: "morning", slack_configs: [toSlack] },
        {
          name: "now",
          discord_configs: [toDiscord],
          email_configs: [{ to: hold(derived("administrators")), send_resolved: true }],
        },
        { name: "watchers", discord_configs: [toDiscord] },
      ],
    },
    { lineWidth: 0, aliasDuplicateObjects: false },
  );
}

const TITLE =
  '{{ .GroupLabels.alertname }} {{ .GroupLabels.service }}{{ if eq .Status "resolved" }} is over{{ end }}';
const WORDS = "{{ range .Alerts }}{{ .Annotations.summary }}\n{{ .Annotations.action }}\n{{ end }}";
