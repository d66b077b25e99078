/**
 * Blanks what looks like a secret in text that is shown to people.
 * Knows shapes of secrets; refuses to know where the text comes from. Errs on the side of blanking.
 */

export const blank = '[redacted]';

/** Names after which a secret stands, as in `--db-password=…`, `PGPASSWORD=…`, `?sig=…`. */
const secretName =
  '[\\w.-]{0,40}(?:passwd|passw(?:or)?d|passphrase|secret|token|api[-_]?key|access[-_]?key|account[-_]?key|private[-_]?key|credentials?|authorization|signature)';
const secretKey = new RegExp(`^(?:${secretName}|pwd|pass|sig|auth|code|key)$`, 'i');
const secretFlag = new RegExp(`^--?(?:${secretName}|pass|p|u|user|auth)$`, 'i');

const shapes: readonly (readonly [shape: RegExp, shown: string])[] = [
  [/-----BEGIN [^-]{1,40}-----[^-]*(?:-----END [^-]{1,40}-----)?/g, blank],
  // Tokens with a shape of their own: JWT, AWS, GitHub, GitLab, Slack, npm, OpenAI and the like.
  [/\beyJ[\w-]{8,}(?:\.[\w-]*){0,4}/g, blank],
  [/\b(?:AKIA|ASIA)[A-Z0-9]{12,}/g, blank],
  [/\b(?:gh[opsur]_|github_pat_|glpat-|xox[a-z]-|npm_|sk-)[\w-]{10,}/g, blank],
  [/\b(bearer|basic|negotiate)\s+[\w.~+/=-]{6,}/gi, `$1 ${blank}`],
  [/(:\/\/[^\s:/@]{0,200}):[^\s/@]{1,400}@/g, `$1:${blank}@`],
  [
    new RegExp(`\\b(${secretName})(["']?\\s{0,3}[=:]\\s{0,3})("[^"]*"|'[^']*'|[^\\s&;,]+)`, 'gi'),
    `$1$2${blank}`,
  ],
  [new RegExp(`(\\s--?(?:${secretName}|pass))\\s+("[^"]*"|'[^']*'|[^\\s-]\\S*)`, 'gi'), `$1 ${blank}`],
  [/(\s(?:-u|--user)[\s=])([^\s:]{1,100}):\S+/g, `$1$2:${blank}`],
  [
    /(\bsshpass\s+-p\s?|\b(?:mysql|mysqldump|mysqladmin|mariadb)\b[^;|&]{0,200}?\s-p)(?!\s)\S+/g,
    `$1${blank}`,
  ],
];

const long = /[A-Za-z0-9+/_=-]{24,}/g;

/** Long and random, not long and spelled: mixes cases and digits, or is a long row of hex digits. */
function looksRandom(run: string): boolean {
  if (/^[0-9a-f]{32,}$/i.test(run)) return true;
  const words = run.split(/[/_=-]+/).map((word) => word.length);
  const isSpelled = Math.max(...words) < 20;
  return !isSpelled && /[a-z]/.test(run) && /[A-Z]/.test(run) && /\d/.test(run);
}

/** The text with tokens, passwords and long random values blanked. Give it bounded text. */
export function redactText(text: string): string {
  let shown = text;
  for (const [shape, replacement] of shapes) shown = shown.replace(shape, replacement);
  return shown.replace(long, (run) => (looksRandom(run) ? blank : run));
}

/**
 * The value of a query pair for showing.
 * @param before the values of the pairs before it: in `command=--password&command=hunter2` they give the secret away
 */
export function redactPair(key: string, value: string, before: readonly string[]): string {
  if (value === '') return value;
  if (secretKey.test(key)) return blank;
  if (key === 'command' && secretFlag.test(before.at(-1) ?? '')) return blank;
  // A database client takes its password without a space.
  if (/^-p./.test(value) && before.some((word) => /^(mysql|mariadb)/.test(word))) return `-p${blank}`;
  return redactText(value);
}
