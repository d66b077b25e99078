/**
 * What a secret looks like wherever it stands, and the names after which one stands.
 * Knows shapes; refuses to know command lines and URIs, where what is harmless is listed instead.
 *
 * Sources: the prefixes that GitHub, GitLab, Slack, npm, PyPI, Docker, HashiCorp, Stripe, Google, AWS and others
 * publish for secret scanning; Entra ID client secrets (three characters, a digit, `Q~`); kubeadm bootstrap tokens.
 */

/** Stands where something is not shown. */
export const blank = '[redacted]';

/** After such a name stands a secret: of flags, variables, headers, query keys; in some languages. */
const secretWord =
  'passw|passphrase|passcode|passwd|pwd|secret|token|credential|authoriz|signature|cookie|session|api-?key|private|' +
  'account-?key|access-?key|shared-?key|master-?key|encryption|storepass|keypass|connection-?string|connstr|community|' +
  'mnemonic|kennwort|passwort|geheim|mot-de-passe|contrasen|clave|senha|haslo|parol|wachtwoord|losen';
const secretName = new RegExp(secretWord, 'i');
/** Short ones count as a whole word only: `signal` and `author` are none. */
const shortName =
  /(?:^|[-.])(?:pass|pw|key|keys|auth|cred|creds|sig|pin|otp|code|sas|dsn|jwt|mdp|salt|seed|bearer|nonce|login)$/i;

/** Words of a name parted one way: `rootPassword`, `DB_PASS` and `api.key` alike. */
const parted = (name: string): string => name.replace(/([a-z])(?=[A-Z])/g, '$1-').replace(/[_\s]+/g, '-');

export function isSecretName(name: string): boolean {
  const words = parted(name.slice(0, 200));
  return secretName.test(words) || secretName.test(name) || shortName.test(words);
}

const named =
  '\\b([\\w.-]{0,40}(?:passw(?:or)?d|passwd|passphrase|secret|token|api[-_]?key|access[-_]?key|account[-_]?key|private[-_]?key|' +
  'shared[-_]?key|credentials?|authorization|signature|sig|pwd|pass|auth))(["\']?\\s{0,3}[=:]\\s{0,3})("[^"]{0,400}"|\'[^\']{0,400}\'|[^\\s&;,"\']+)';

/** A shape, what is shown for it, and a text without which there is none: most texts of a log hold few of them. */
const shapes: readonly (readonly [needs: string, shape: RegExp, shown: string])[] = [
  ['-----BEGIN', /-----BEGIN [^-]{1,40}-----[^-]*(?:-----END [^-]{1,40}-----)?/g, blank],
  ['eyJ', /\beyJ[\w-]{8,}(?:\.[\w-]*){0,4}/g, blank],
  ['A', /\b(?:AKIA|ASIA|AROA|AIDA)[A-Z0-9]{12,}/g, blank],
  [
    '',
    /\b(?:gh[opsur]_|github_pat_|gl[a-z]{2,6}-|xox[a-z]-|xapp-|npm_|pypi-|dckr_pat_|sk-|[srp]k_(?:live|test)_|whsec_|hf_|dop_v1_|shp[a-z]{2}_|lin_api_|NRAK-|ATATT|glsa_|glc_|AIza|ya29\.|hv[sbr]\.|SG\.|AGE-SECRET-KEY-|dapi|pat-|figd_|rubygems_|sbp_|tskey-|dp\.[a-z]{2}\.)[\w.-]{10,}/g,
    blank,
  ],
  ['Q~', /[\w.~-]{0,40}\dQ~[\w.~-]{20,}/g, blank],
  ['.', /\b[a-z0-9]{6}\.(?=[a-z]*\d)[a-z0-9]{16}\b/g, blank],
  [':', /\b\d{6,12}:[\w-]{25,}/g, blank],
  ['$', /\$(?:[0-9a-z]{1,8})\$[^\s"'&;]{8,}/g, blank],
  [' ', /\b(bearer|basic|negotiate|digest)\s+[\w.~+/=-]{6,}/gi, `$1 ${blank}`],
  ['://', /(:\/\/)[^\s/?#@]{1,400}@/g, `$1${blank}@`],
  ['=', new RegExp(named, 'gi'), `$1$2${blank}`],
  [':', new RegExp(named, 'gi'), `$1$2${blank}`],
];

const long = /[A-Za-z0-9+/_=-]{24,}/g;

/** Long and random, not long and spelled: mixes cases and digits in one part of it. */
function looksMixed(run: string): boolean {
  const words = run.split(/[/_=-]+/).map((word) => word.length);
  return Math.max(...words) >= 20 && /[a-z]/.test(run) && /[A-Z]/.test(run) && /\d/.test(run);
}

/** A shape needs one of these: most names have none, and are let through at once. */
const mayHold = /[=:~$]|\s|[\w+/-]{14,}|\w\.\w{8,}/;
const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * A name, an agent or another text that is no command line, with secrets of known shape and long random runs blanked.
 * Commit hashes and UUIDs stay: agents and identities are full of them. Bounded: the first 4,000 characters.
 */
export function maskText(text: string): string {
  const start = text.length > 4_000 ? text.slice(0, 4_000).toWellFormed() : text;
  if (start.length < 8 || !mayHold.test(start) || uuid.test(start)) return start;
  let shown = start;
  for (const [needs, shape, replacement] of shapes)
    if (shown.includes(needs)) shown = shown.replace(shape, replacement);
  return shown.replace(long, (run) => (looksMixed(run) ? blank : run));
}

/** A run of hex, or of letters and digits without a break, that nobody would spell. */
const generated = /^[0-9a-f]{24,}$|^(?=(?:[a-z]*\d){3})(?=(?:\d*[a-z]){3})[a-z0-9]{16,}$/i;

/** Whether one word, without spaces, may be a secret by its looks. */
export const looksSecret = (word: string): boolean =>
  !uuid.test(word) &&
  (maskText(word) !== word || word.split(/[-._:/=]/).some((part) => generated.test(part)));
