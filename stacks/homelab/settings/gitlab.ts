import { hostOf, openIdOf, ownUrl, secretOf, secretValue, text } from "../../../components/service/index.ts";

/** Ruby: what its one image reads as it starts, before it sets up each of its programs. */
export const omnibus = text`
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
  prometheus_monitoring['enable'] = false`;
