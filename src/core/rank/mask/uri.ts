/**
 * A request URI as it may be shown: names of objects, what is asked of the API, and of commands what is harmless.
 * Knows paths and query keys of the Kubernetes API; refuses to know templates, which `uri.ts` of this room makes.
 */
import { maskLine, maskWord } from './command.ts';
import { segments } from './place.ts';
import { blank, isSecretName, looksSecret, maskText } from './shapes.ts';
import { type Line, lineAt } from './word.ts';

const flag = /^(?:true|false|0|1)?$/;
const count = /^\d{0,12}$/;
const name = /^[a-z0-9][a-z0-9._-]{0,80}$|^[A-Za-z]{1,30}$/;

/** Query keys of the Kubernetes API, and what their values look like when they are what they should be. */
const openValues: ReadonlyMap<string, RegExp> = new Map([
  ...[
    'allowWatchBookmarks',
    'export',
    'exact',
    'follow',
    'force',
    'ignoreStoreReadErrorWithClusterBreakingPotential',
    'insecureSkipTLSVerifyBackend',
    'orphanDependents',
    'pretty',
    'previous',
    'sendInitialEvents',
    'stderr',
    'stdin',
    'stdout',
    'timestamps',
    'tty',
    'verbose',
    'watch',
  ].map((key) => [key, flag] as const),
  ...[
    'gracePeriodSeconds',
    'limit',
    'limitBytes',
    'port',
    'resourceVersion',
    'sinceSeconds',
    'tailLines',
    'timeoutSeconds',
  ].map((key) => [key, count] as const),
  ...[
    'container',
    'dryRun',
    'fieldManager',
    'fieldValidation',
    'propagationPolicy',
    'resourceVersionMatch',
    'stream',
  ].map((key) => [key, name] as const),
  ['ports', /^\d{1,5}(?:,\d{1,5}){0,20}$/],
  ['timeout', /^(?:\d{1,6}(?:ms|s|m|h)?){1,3}$/],
  ['sinceTime', /^\d{4}-\d\d-\d\dT[\d:.]{5,18}Z$/],
]);

const uuid = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const term = new RegExp(
  `^!?([A-Za-z0-9][A-Za-z0-9._/-]{0,150})(?:(?:=|==|!=)(${uuid}|[a-z0-9][a-z0-9._-]{0,62}|[A-Za-z]{1,40})?)?$`,
);

/** `a=b,c!=d`: every value as Kubernetes writes names. */
const isSelector = (value: string): boolean =>
  value.split(',').every((one) => {
    const [, key = '', named = ''] = term.exec(one) ?? [];
    return key !== '' && !isSecretName(key) && !looksSecret(named) && !looksSecret(key);
  });

/** Keys without a value are shown where they are the API's own; other keys where they are written like names. */
const plainKey = /^[A-Za-z]{1,20}(?:[-_.][A-Za-z]{1,20}){0,4}$/;

/** At most the first 2,000 characters of the URI are looked at. */
const longest = 2_000;

export function maskUri(uri: string): string {
  const whole = uri.slice(0, longest).toWellFormed();
  const hash = whole.indexOf('#');
  const text = hash < 0 ? whole : whole.slice(0, hash);
  const at = text.indexOf('?');
  const path = maskPath(at < 0 ? text : text.slice(0, at));
  const line = lineAt(true);
  const query =
    at < 0
      ? ''
      : `?${text
          .slice(at + 1)
          .split('&')
          .map((pair) => maskPair(pair, line))
          .join('&')}`;
  return `${path}${query}${hash < 0 ? '' : `#${blank}`}`;
}

/** @param line where one is in the command that the pairs before it began */
function maskPair(pair: string, line: Line): string {
  const at = pair.indexOf('=');
  const key = decoded(at < 0 ? pair : pair.slice(0, at));
  const value = at < 0 ? '' : decoded(pair.slice(at + 1).replaceAll('+', ' '));
  if (key === '' && value === '') return pair;
  const isKept = openValues.has(key) || key === 'command' || isSelectorKey(key);
  if (at < 0) return isKept ? pair : blank;
  const shown = maskedValue(key, value, line);
  if (!isKept && (!plainKey.test(key) || looksSecret(key))) return `${blank}=${encoded(shown)}`;
  return shown === value ? pair : `${key}=${encoded(shown)}`;
}

const isSelectorKey = (key: string): boolean => key === 'labelSelector' || key === 'fieldSelector';

function maskedValue(key: string, value: string, line: Line): string {
  if (key === 'command') return maskWord(value, line);
  // A kubelet's `run` takes a whole line.
  if (key === 'cmd') return maskLine(value, true);
  if (value === '') return value;
  if (isSelectorKey(key)) return isSelector(value) ? value : blank;
  return openValues.get(key)?.test(value) === true && !looksSecret(value) ? value : blank;
}

const encoded = (text: string): string =>
  encodeURIComponent(text).replaceAll('%5B', '[').replaceAll('%5D', ']');

/** Paths of a kubelet behind which names of objects stand. */
const ofObjects = /^(?:run|exec|attach|portForward|containerLogs)$/;

/** Names of objects stay, unless one is a secret by its looks; what is proxied to is anybody's. */
function maskPath(path: string): string {
  const parts = path.split('/');
  const isApi = parts[1] === 'api' || parts[1] === 'apis';
  const proxy = isApi ? parts.indexOf('proxy', 3) : 0;
  const named = proxy < 0 ? parts : parts.slice(0, proxy + 1);
  const proxied = parts.slice(named.length);
  const own = isApi ? named.map(maskName) : named;
  if (proxied.length === 0) return own.join('/');
  const [first = ''] = proxied;
  const tail =
    isApi && ofObjects.test(first)
      ? [first, ...proxied.slice(1).map(maskName)]
      : segments(proxied.map(decoded).join('/'), ofWeb).split('/');
  return [...own, ...tail].join('/');
}

/** Lower case with few digits at the end, numbers, versions; letters in any case. */
const ofWeb =
  /^[.~_]{0,2}(?:[a-z]+\d{0,3}(?:[._:-][a-z0-9]{1,20}){0,8}|v?\d{1,10}(?:[a-z]+\d{0,2})?|[A-Za-z]+(?:[._-][A-Za-z]+)*|\{[a-z]+\}|[a-z]+(?:-\{[a-z]+\})+)?$/;

function maskName(segment: string): string {
  const [plain = '', ...parameters] = decoded(segment).split(/[;=]/);
  const isName = parameters.length === 0 && plain.length <= 253 && !/[%\s"'&<>]/.test(plain);
  if (isName) return maskText(plain) === plain && !looksSecret(plain) ? segment : blank;
  return plain !== '' && /^[a-z0-9.:-]{1,63}$/.test(plain) && !looksSecret(plain)
    ? `${plain};${blank}`
    : blank;
}

/** What percent-encoding stands for; as it is where the encoding is broken, which nothing harmless is. */
function decoded(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
