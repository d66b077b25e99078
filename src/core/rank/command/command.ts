/**
 * The command that a call runs in a container: its words, and what they fold to.
 * Knows URIs and shells; refuses to know which commands are dangerous (deeds.ts says what they do).
 */
import type { Call, Text } from '../../read/call.ts';
import { cut } from '../cut.ts';
import { foldGenerated } from '../generated.ts';
import { decoded, divide } from '../uri.ts';
import { runsOf } from './runs.ts';

/** Pairs of a query that are looked at: more than an API server takes words. */
const mostPairs = 1_000;

/**
 * The words of `command=`, in order, as the API server reads them; behind a kubelet's `run`, those of `cmd=`.
 * @returns `null` where the URI asks for no command; none where it was folded for want of room
 */
export function commandOf(uri: string): string[] | null {
  const [path = '', query] = divide(uri, '?');
  if (query === undefined) return null;
  const valuesOf = (wanted: string): string[] =>
    query.split('&', mostPairs).flatMap((pair) => {
      const [key = '', value = ''] = divide(pair, '=');
      return decoded(key) === wanted ? [decoded(value.replaceAll('+', ' '))] : [];
    });
  const line = /\/proxy\/run\//.test(path) ? valuesOf('cmd').flatMap((text) => text.split(' ')) : [];
  const words = [...valuesOf('command'), ...line];
  return words.length === 0 ? null : words.filter((word) => word !== '');
}

/** The words of a call's command, `null` for calls that run none: a proxied service may be asked for a `command`, too. */
export function commandOfCall(
  call: Pick<Call, 'resource' | 'subresource' | 'requestURI'>,
): readonly string[] | null {
  const { resource, subresource, requestURI } = call;
  const runs =
    (resource === 'pods' && subresource === 'exec') || (resource === 'nodes' && subresource === 'proxy');
  return runs && requestURI !== null ? commandOf(requestURI) : null;
}

/** Words of a folded command; those behind them say little. */
const mostWords = 8;

/**
 * Program and shape: `cat /etc/{path}`, `sh psql grep`. What differs only in the end of a path, in numbers, generated
 * parts and free text folds to the same; several commands of one line to their programs.
 */
export function foldCommand(argv: readonly string[] | null): Text {
  if (argv === null) return null;
  const runs = runsOf(argv);
  const [only] = runs;
  const words =
    only !== undefined && runs.length === 1
      ? [folded(only.program), ...only.words.map(foldWord)]
      : runs.map(({ program }) => folded(program));
  const distinct = words.filter((word, at) => word !== '' && word !== words[at - 1]);
  const more = distinct.length > mostWords ? ['…'] : [];
  return cut([...distinct.slice(0, mostWords), ...more].join(' '), 160);
}

const folded = (word: string): string => foldGenerated(word.slice(0, 40).toWellFormed());

/** A word that is written like a name; anything else may be text, and differs each time. */
const plain = /^[A-Za-z][A-Za-z_.:-]{0,23}$/;

function foldWord(word: string): string {
  const [, flag] = /^(--[A-Za-z][A-Za-z-]{0,30}|-[A-Za-z]{1,5}(?![A-Za-z]))/.exec(word) ?? [];
  if (flag !== undefined) return flag;
  const [, scheme, host = ''] = /^([a-z][a-z0-9+.-]{0,10}:\/\/)(?:[^/@]*@)?([^/?#]*)/i.exec(word) ?? [];
  if (scheme !== undefined) return `${scheme}${folded(host)}`;
  const [first, ...rest] = word.split('/').slice(1);
  if (word.startsWith('/') && first !== undefined)
    return `/${folded(first)}${rest.some((part) => part !== '') ? '/{path}' : ''}`;
  if (/^-?\d+$/.test(word)) return '{n}';
  return plain.test(word) ? folded(word) : word === '-' || word === '--' ? word : '{text}';
}
