/**
 * What secrets look like, whatever name they stand behind. `check` refuses what has such a form, reports do not show it; a form
 * goes to the end of the secret, so that nothing of it is left when it is taken out of a text.
 *
 * From memory, 2026-11, after gitleaks' default rules and the vendors' own pages on the form of their tokens.
 */
export const secretForms: readonly (readonly [what: string, form: RegExp])[] = [
  ["an AWS access key", /(?<![A-Z0-9])(AKIA|ASIA)[A-Z2-7]{16}(?![A-Z0-9])/],
  ["an AWS secret access key", /aws_?secret_?(access_?)?key["']?\s*[=:]\s*["']?[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+])/i],
  ["an Amazon Bedrock key", /\bABSK[A-Za-z0-9+/]{100,}/],
  ["a private key", /-----BEGIN ([A-Z0-9]+ )*PRIVATE KEY( BLOCK)?-----[^]*?(-----END|$)/],
  ["a private key", /\bPuTTY-User-Key-File-\d[^]*|\bAGE-SECRET-KEY-1[0-9A-Z]{50,}/],
  ["a GitHub token", /(?<!\w)(gh[pousr]_[A-Za-z0-9]{36,}|github_pat_\w{50,})/],
  ["a GitLab token", /(?<!\w)gl(pat|dt|rt|soat|ptt|ft|cbt|agent|imt)-[\w-]{20,}/],
  ["a Slack token", /(?<!\w)(xox[abeoprs]-[\w-]{10,}|xapp-\d-[\w-]{10,})/],
  [
    "a webhook's address",
    /hooks\.slack\.com\/(services|workflows)\/[\w/]{20,}|discord(app)?\.com\/api\/webhooks\/\d+\/[\w-]+/,
  ],
  ["a Stripe key", /(?<!\w)([sr]k_(live|test)_[A-Za-z0-9]{16,}|whsec_[A-Za-z0-9+/=]{24,})/],
  ["an npm token", /(?<!\w)npm_[A-Za-z0-9]{36,}/],
  ["a PyPI token", /(?<!\w)pypi-AgEIcHlwaS5vcmc[\w-]{20,}/],
  ["a Docker token", /(?<!\w)dckr_(pat|oat)_[\w-]{20,}/],
  ["a Google key", /(?<!\w)(AIza[\w-]{35,}|GOCSPX-[\w-]{20,})/],
  ["an OpenAI or Anthropic key", /(?<!\w)sk-(ant-|proj-|svcacct-|admin-)?[\w-]{32,}/],
  ["a Hugging Face token", /(?<!\w)hf_[A-Za-z]{30,}/],
  ["a SendGrid key", /(?<!\w)SG\.[\w-]{16,}\.[\w-]{16,}/],
  ["a Mailgun or Twilio key", /(?<!\w)(key-|SK)[0-9a-f]{32}(?!\w)/],
  ["a Vault token", /(?<!\w)hv[sbr]\.[\w-]{24,}/],
  ["a Terraform Cloud token", /(?<!\w)[A-Za-z0-9]{14}\.atlasv1\.[\w-]{60,}/],
  ["a DigitalOcean token", /(?<!\w)do[oprt]_v1_[0-9a-f]{64}/],
  ["a Databricks token", /(?<!\w)dapi[0-9a-f]{32}/],
  ["a Shopify token", /(?<!\w)shp(at|ca|pa|ss)_[0-9a-fA-F]{32}/],
  ["a New Relic key", /(?<!\w)NRAK-[A-Z0-9]{27}/],
  ["a Grafana token", /(?<!\w)(glsa_[A-Za-z0-9]{32}_[0-9a-f]{8}|glc_[A-Za-z0-9+/=]{32,})/],
  ["a Sentry token", /(?<!\w)sntry[su]_[\w+/=-]{32,}/],
  ["a Linear, Notion or Postman key", /(?<!\w)(lin_api_\w{40}|ntn_\w{40,}|PMAK-[0-9a-f]{24}-[0-9a-f]{34})/],
  ["an Atlassian token", /(?<!\w)ATATT3[\w=-]{60,}/],
  ["a 1Password token", /(?<!\w)ops_eyJ[\w-]{40,}/],
  ["a Telegram token", /(?<![\w:])\d{8,10}:AA[\w-]{33}(?!\w)/],
  ["an Azure key", /(Account|SharedAccess)Key=[A-Za-z0-9+/]{40,}/],
  ["a signed web token", /(?<!\w)eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}/],
  ["a login", /(?<!\w)(Basic|Bearer) (?=\S*\d)[\w+/.~-]{16,}=*/],
  ["a password in an address", /(?<!\w)[a-z][a-z0-9+.-]*:\/\/[^\s/:@$<{]*:(?!\$|\{|<|\*{3}|@)[^\s/@]{3,}@/i],
  ["a password in a connection string", /(?<![\w.-])(password|passwd|pwd)\s*=\s*(?!\$|\{|<|\*{3})[^\s&;"',]{3,}/i],
  ["a seed for one-time passwords", /otpauth:\/\/[^\s]*secret=[A-Z2-7]{16,}/i],
  [
    "a password's hash",
    /\$2[aby]\$\d\d\$[./A-Za-z0-9]{53}|\$(5|6|y)\$[./A-Za-z0-9$=]{20,}|\$argon2(id?|d)\$[\w$./+=,-]*/,
  ],
];
