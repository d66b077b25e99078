/** The query in SPL, with the macro of the original detection. What a caller wrote stands in it as quoted text only. */
import { type Asked, anyOf, notNamed, type Sought } from './asked.ts';

/** What the actor did at the time. @param ids those that are named in it, of all that are asked for */
export function spl(asked: Asked, ids: readonly string[]): string {
  const other = `"${splText(notNamed(asked, ids.length < asked.ids.length))}"`;
  return [
    ...head(asked),
    ...anyOf(asked.users, ' OR ', (user) => valueIs("'user.username'", user)),
    ...anyOf(asked.addresses, ' OR ', addressIs),
    ...anyOf(asked.agents, ' OR ', agentIs),
    `eval in_finding=${ids.length === 0 ? other : `if(${isOneOf(ids)}, "yes", ${other})`}`,
    'sort 0 requestReceivedTimestamp',
    `table requestReceivedTimestamp in_finding ${shown}`,
  ].join('\n| ');
}

/** The events of these ids. */
export const splPart = (asked: Asked, ids: readonly string[]): string =>
  [
    ...head(asked),
    `where ${isOneOf(ids)}`,
    'sort 0 requestReceivedTimestamp',
    `table requestReceivedTimestamp ${shown}`,
  ].join('\n| ');

const shown = 'verb requestURI user.username sourceIPs{} userAgent responseStatus.code';

function head({ category, span, clusterId }: Asked): string[] {
  const times = span === null ? '' : ` earliest=${seconds(span.from)} latest=${seconds(span.to)}`;
  return [
    `\`kubernetes_azure\` category=${searchWord(category)}${times}`,
    `where ${splEquals('upper(resourceId)', clusterId.toUpperCase())}`,
    'spath input=properties.log',
  ];
}

const seconds = (time: string): number => Math.floor(Date.parse(time) / 1000);

const isOneOf = (ids: readonly string[]): string =>
  `in(auditID, ${ids.map((id) => `"${splText(id)}"`).join(', ')})`;

function valueIs(field: string, { text, isStart }: Sought): string {
  if (text === '') return `isnull(${field}) OR ${field}=""`;
  return isStart ? `like(${field}, "${pattern(text)}%")` : splEquals(field, text);
}

const agentIs = ({ text, isStart }: Sought): string =>
  text === ''
    ? valueIs('userAgent', { text, isStart })
    : `like(lower(userAgent), "${pattern(text.toLowerCase())}%")`;

const addressIs = (address: string): string =>
  address === '' ? "isnull('sourceIPs{}')" : `isnotnull(mvfilter(${splEquals("'sourceIPs{}'", address)}))`;

/**
 * `eval` knows no escape but those of quote and backslash: what cannot be written is matched as any one character.
 * A dollar sign cannot: Splunk puts values in for `$name$` before it searches.
 */
const unwritable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}`$]/gu;

const splText = (text: string): string => text.replace(/["\\]/g, '\\$&').replace(unwritable, '_');

/** In a pattern a backslash is an escape to some versions: any one character, too. */
const pattern = (text: string): string => splText(text.replaceAll('\\', '_'));

const splEquals = (value: string, text: string): string =>
  text.search(unwritable) >= 0 ? `like(${value}, "${pattern(text)}")` : `${value}="${splText(text)}"`;

/** The value of a field in the search itself, where an asterisk would be any text. */
const searchWord = (text: string): string =>
  /^[\w-]+$/.test(text) ? text : `"${splText(text).replaceAll('*', '_')}"`;
