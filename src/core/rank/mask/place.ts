/**
 * Paths, hosts and URLs: what of them can be shown. Knows the places that systems have in common; refuses to know who
 * asks for one. Each function gives the text that is shown, `null` where the word is none of its kind.
 */
import { isKnownUser } from './harmless.ts';
import { blank, isSecretName, looksSecret } from './shapes.ts';

const roots: ReadonlySet<string> = new Set(
  (
    'bin boot data dev etc home host hostfs host-root rootfs lib lib64 media mnt node opt proc root run sbin srv sys tmp usr var ' +
    'app apps config logs log secrets vault work workspace kubernetes k8s var-run'
  ).split(' '),
);

/** Lower case with digits, or letters in any case: what people and systems call files. */
const fileName = /^[.~]{0,2}(?:[a-z0-9._@+*?{}-]{0,60}|[A-Za-z]+(?:[._-][A-Za-z]+)*)$/;
const spelled = /^[.~]{0,2}(?:[a-z*?]+(?:[._-][a-z]+)*|[A-Za-z]?[a-z]+)?$/;
const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const known = (segment: string, names: RegExp): boolean =>
  uuid.test(segment) || (names.test(segment) && segment.length <= 64 && !looksSecret(segment));

/** A path of slashes, each segment judged by itself; behind `reset` or `token` stands what is none of our business. */
export function segments(path: string, names: RegExp = fileName): string {
  let before = '';
  return path
    .split('/')
    .map((segment) => {
      const [plain = '', ...parameters] = segment.split(';');
      const isTold = /^(?:reset|invite|confirm|verify|activate|unsubscribe|magic|join|bot|hooks?)$/i.test(
        before,
      );
      const shown = plain === '' || (!isTold && known(plain, names)) ? plain : blank;
      before = plain;
      return parameters.length === 0 ? shown : `${shown};${blank}`;
    })
    .join('/');
}

const fileWithEnding =
  /^[a-z][a-z0-9_.-]{0,40}\.(?:sh|bash|py|pl|rb|js|ts|go|c|sql|json|ya?ml|toml|ini|conf|cfg|env|txt|log|csv|xml|html|php|tar|t?gz|zip|bz2|pem|crt|key|pub|md|bak|service|jar|so|exe|ps1|bat|db|dump|out)$/;

export function shownPath(word: string): string | null {
  if (fileWithEnding.test(word)) return looksSecret(word) ? null : word;
  const at = /^@/.exec(word)?.[0] ?? '';
  const path = word.slice(at.length);
  if (path.includes(':') && !path.includes('://')) {
    const parts = path.split(':').map(shownPath);
    return parts.every((part) => part !== null) ? `${at}${parts.join(':')}` : null;
  }
  if (!/^(?:~|\.{1,2})?\//.test(path)) return null;
  const [first = '', root = ''] = path.split('/');
  return at + segments(path, first === '' && !roots.has(root) ? spelled : fileName);
}

const ipv4 = /^\d{1,3}(?:\.\d{1,3}){3}(?::\d{1,5})?(?:\/\d{1,2})?$/;
const ipv6 = /^(?=.*::|(?:[0-9a-f]{1,4}:){7})[0-9a-f:]{2,39}(?:\/\d{1,3})?$/i;
const hostName =
  /^(?:localhost|(?:[a-z0-9-]{1,63}\.){1,8}(?:com|net|org|io|dev|local|svc|internal|default|cloud|app|example|test|ms|de|uk|eu|us|ru|cn|fr|nl|xyz|onion|sh|info|co|ai|kube-system))(?::\d{1,5})?$/;

export function shownHost(word: string): string | null {
  if (ipv4.test(word) || ipv6.test(word)) return word;
  if (hostName.test(word)) return looksSecret(word) ? null : word;
  const [user = '', host = '', more] = word.split('@');
  return more === undefined && isKnownUser(user) && host !== '' && shownHost(host) !== null ? word : null;
}

const scheme = /^[a-z][a-z0-9+.-]{1,20}:\/\//i;
const authority =
  /^(?:[a-z0-9.-]{1,253}|[A-Za-z.-]{1,64}|\[[0-9a-f:.]{2,45}\]|\$?\{?[A-Z_]{2,40}\}?)?(?::\d{1,5})?$/;

/** Scheme, host, port and path stay; user info, the values of the query and the fragment do not. */
export function shownUrl(word: string): string | null {
  const start = scheme.exec(word)?.[0];
  if (start === undefined) return null;
  const rest = word.slice(start.length);
  const end = rest.search(/[/?#]/);
  const first = end < 0 ? rest : rest.slice(0, end);
  // A password that holds a slash ends the authority early: then what stands before the last @ is no path.
  const isBroken = first.includes('@') || !/^(?:https?|wss?|ftp)/i.test(start) || /:(?!\d*$)/.test(first);
  const at = isBroken ? rest.lastIndexOf('@') : -1;
  const behind = rest.slice(at + 1);
  const [beforeFragment = '', ...fragment] = behind.split('#');
  const [place = '', ...query] = beforeFragment.split('?');
  const slash = place.indexOf('/');
  const host = slash < 0 ? place : place.slice(0, slash);
  return [
    start,
    at < 0 ? '' : `${shownUserInfo(rest.slice(0, at))}@`,
    authority.test(host) && !looksSecret(host) ? host : blank,
    slash < 0 ? '' : segments(place.slice(slash)),
    query.length === 0 ? '' : `?${query.join('?').split('&').map(shownPair).join('&')}`,
    fragment.length === 0 ? '' : `#${blank}`,
  ].join('');
}

/** The name before a password stays where it is a plain one: a token may stand there, too. */
function shownUserInfo(info: string): string {
  const [name = '', password] = info.split(':', 2);
  return password !== undefined && /^[a-z]{1,12}$/.test(name) ? `${name}:${blank}` : blank;
}

function shownPair(pair: string): string {
  const [key = '', ...values] = pair.split('=');
  const value = values.join('=');
  if (values.length === 0 || !/^[A-Za-z]+(?:[-_.][A-Za-z]+)*$/.test(key) || key.length > 40)
    return pair === '' ? '' : blank;
  const isOpen = key === 'api-version' && /^(?:\d{4}-\d\d-\d\d(?:-preview)?|\d\.\d)$/.test(value);
  return isOpen && !isSecretName(key) ? pair : `${key}=${value === '' ? '' : blank}`;
}
