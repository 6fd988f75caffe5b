/** The shortest text whose randomness can be told: below it, names do as well. */
const SHORTEST = 20;

/** Bits a character of a random text of 20 letters and digits has, nearly always; measured in the test. */
const BITS = 3.7;

/** Of two neighbours in random letters and digits, six in ten are of different kinds; in names, two in ten. */
const CHANGES = 0.38;

/** Of a random text little reads like words; of names, `DescribeInstancesInEuWest1`, most does. */
const WORDS = 0.55;

/** What only looks random: ARNs, digests with their algorithm, public keys, certificates, images in a page. */
const harmless =
  /arn:[^\s"']+|sha(1|256|384|512)[-:][A-Za-z0-9+/]{20,}={0,2}|(ssh-(rsa|ed25519)|ecdsa-\S+) [A-Za-z0-9+/]+={0,2}|-----BEGIN (PUBLIC KEY|RSA PUBLIC KEY|CERTIFICATE|PGP PUBLIC KEY BLOCK)-----[^]*?-----END [A-Z ]+-----|data:[\w/+.-]+;base64,[A-Za-z0-9+/]+={0,2}/g;

/** The random part of a text: 20 or more of small and capital letters and digits, mixed as no name is. */
export function randomPart(text: string): string | undefined {
  if (text.length < SHORTEST) return undefined;
  const candidates = text.replaceAll(harmless, " ").match(/[A-Za-z0-9+/_-]{20,}={0,2}/g) ?? [];
  return candidates.find((candidate) => isRandom(candidate) && !isEncodedText(candidate));
}

function isRandom(candidate: string): boolean {
  const text = candidate.replaceAll(/[^A-Za-z0-9]/g, "");
  if (text.length < SHORTEST || !/[a-z]/.test(text) || !/[A-Z]/.test(text) || !/\d/.test(text)) return false;
  const words = (text.match(/[A-Z]?[a-z]{3,}/g) ?? []).join("").length / text.length;
  return words <= WORDS && changes(text) >= CHANGES && entropy(text) >= BITS;
}

/** Shannon's entropy of a text's characters, bits each. */
export function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  return [...counts.values()].reduce((sum, count) => sum - (count / text.length) * Math.log2(count / text.length), 0);
}

/** How many neighbours are of different kinds: small letter, capital, digit. */
function changes(text: string): number {
  const kinds = text.replaceAll(/[a-z]/g, "a").replaceAll(/[A-Z]/g, "A").replaceAll(/\d/g, "0");
  return [...kinds].filter((kind, index) => index > 0 && kind !== kinds[index - 1]).length / (text.length - 1);
}

/** Base64 of a text that can be read, such as a policy: what it says is looked at by itself. */
function isEncodedText(candidate: string): boolean {
  return decoded(candidate) !== undefined;
}

/** What a text says when it is Base64 of something that can be read. */
export function decoded(text: string): string | undefined {
  if (!/^[A-Za-z0-9+/]{20,}={0,2}$/.test(text)) return undefined;
  const plain = Buffer.from(text, "base64").toString("latin1");
  return /^[\x20-\x7E\s]+$/.test(plain) ? plain : undefined;
}
