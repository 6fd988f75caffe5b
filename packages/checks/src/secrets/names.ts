/** Ends of names behind which only a secret stands: `DB_PASSWORD`, `clientSecret`, `auth_token`. */
const secretName =
  /(password|passwd|passphrase|pwd|secret|secret_?string|token|credentials?|(api|access|private|secret|signing|encryption|preshared|shared)_?key)$/i;

/** `http_tokens` of EC2 and the like say how, not what. */
const setting = /^(required|optional|enabled|disabled|none|true|false|default|\d+)$/i;

/** A secret's name, a parameter's path or an ARN: where the secret is, which is how it should be. */
const reference = /^(arn:[^\s]+|\/?[a-z0-9]+([._-][a-z0-9]+)*(\/[a-z0-9]+([._-][a-z0-9]+)*)+)$/i;

/** True when a name promises a secret and the text is one, rather than where it is kept. */
export function isWrittenOut(name: string, text: string): boolean {
  if (!secretName.test(name) || text.trim() === "" || text.includes("${")) return false;
  return !setting.test(text) && !reference.test(text);
}
