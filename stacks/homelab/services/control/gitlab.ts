import {
  claim,
  defineService,
  generated,
  hostOf,
  image,
  openIdOf,
  ownUrl,
  scratch,
  secretOf,
  secretValue,
  text,
} from "../../../../components/service/index.ts";

/** Code of the house, and mirrors of what is on GitHub. In one image, as its makers ship it; its database is apart. */
export const gitlab = defineService({
  name: "gitlab",
  about: "Code, and the pipelines that build it",
  lifecycle: "production",
  image: image(
    "docker.io/gitlab/gitlab-ce",
    "19.3.0-ce.0",
    "sha256:f7e453ff51d1910235365085fe836e4589716d26b44d99a8aa3e2c41377f034f",
  ),
  place: { cluster: "platform", node: "platform-02" },
  namespace: "gitlab",
  ports: { http: 8080 },
  env: {
    GITLAB_OMNIBUS_CONFIG: text`
      external_url '${ownUrl("lan")}'
      nginx['listen_port'] = 8080
      nginx['listen_https'] = false
      letsencrypt['enable'] = false
      postgresql['enable'] = false
      gitlab_rails['db_host'] = '${hostOf("gitlab-postgres")}'
      gitlab_rails['db_username'] = 'gitlab'
      gitlab_rails['db_password'] = '${secretOf("gitlab-postgres", "password")}'
      gitlab_rails['initial_root_password'] = '${secretValue("root-password")}'
      gitlab_rails['usage_ping_enabled'] = false
      gitlab_rails['initial_gitlab_product_usage_data'] = false
      gitlab_rails['omniauth_allow_single_sign_on'] = ['openid_connect']
      gitlab_rails['omniauth_block_auto_created_users'] = false
      gitlab_rails['omniauth_providers'] = [{
        name: 'openid_connect', label: 'Authentik', args: {
          name: 'openid_connect', scope: ['openid', 'profile', 'email'], response_type: 'code', discovery: true,
          issuer: '${openIdOf("authentik", "gitlab").issuer}', uid_field: 'preferred_username', pkce: true,
          client_options: { identifier: 'gitlab', secret: '${secretValue("sign-in")}',
            redirect_uri: '${ownUrl("lan")}/users/auth/openid_connect/callback' } } }]
      prometheus_monitoring['enable'] = false`,
  },
  // From within: from outside it answers only to addresses of a list.
  health: {
    command: ["/opt/gitlab/bin/gitlab-healthcheck", "--fail", "--max-time", "10"],
    startsWithin: 900,
  },
  resources: { cpu: "1..6", memory: "6Gi..10Gi" },
  volumes: {
    "/etc/gitlab": claim("1Gi", { class: "local-path" }),
    "/var/opt/gitlab": claim("100Gi", { class: "local-path" }),
    "/var/log/gitlab": scratch("5Gi"),
    "/dev/shm": scratch("256Mi", { memory: true }),
  },
  secrets: { "root-password": generated(32, { lasts: "read on its first start only: change it there" }) },
  signIn: { by: "authentik", returnTo: ["/users/auth/openid_connect/callback"] },
  reach: { internet: "Authentik's public address" },
  expose: { lan: true, tailnet: true },
  waive: {
    "root-user": { because: "it starts a dozen programs, each as its own user", until: "2027-06-30" },
    "writable-root": { because: "the image sets itself up all over its root", until: "2027-06-30" },
    privilege: { because: "it becomes the user of each program", until: "2027-06-30" },
  },
});
