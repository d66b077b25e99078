/** The query in SPL, with the macro of the original detection. What a caller wrote stands in it as quoted text only. */
import { type Asked, anyOf } from './asked.ts';

export function spl(asked: Asked): string {
  const { span, ids } = asked;
  const times = span === null ? '' : ` earliest=${seconds(span.from)} latest=${seconds(span.to)}`;
  const isTold = ids.map((id) => splEquals('auditID', id)).join(' OR ');
  return [
    `\`kubernetes_azure\` category=kube-audit${times}`,
    `where ${splEquals('upper(resourceId)', asked.clusterId.toUpperCase())}`,
    'spath input=properties.log',
    ...anyOf(asked.users, ' OR ', (user) => splEquals("'user.username'", user)),
    ...anyOf(
      asked.addresses,
      ' OR ',
      (address) => `isnotnull(mvfilter(${splEquals("'sourceIPs{}'", address)}))`,
    ),
    ...anyOf(asked.agents, ' OR ', (agent) => `like(lower(userAgent), "${splText(agent.toLowerCase())}%")`),
    `eval in_finding=${isTold === '' ? '"no"' : `if(${isTold}, "yes", "no")`}`,
    'sort 0 requestReceivedTimestamp',
    'table requestReceivedTimestamp in_finding verb requestURI user.username sourceIPs{} userAgent responseStatus.code',
  ].join('\n| ');
}

const seconds = (time: string): number => Math.floor(Date.parse(time) / 1000);

/**
 * `eval` knows no escape but those of quote and backslash: what cannot be written is matched as any one character.
 * A dollar sign cannot: Splunk puts values in for `$name$` before it searches.
 */
const unwritable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}`$]/u;

const splText = (text: string): string =>
  text.replace(/["\\]/g, '\\$&').replace(new RegExp(unwritable, 'gu'), '_');

const splEquals = (value: string, text: string): string =>
  unwritable.test(text) ? `like(${value}, "${splText(text)}")` : `${value}="${splText(text)}"`;
