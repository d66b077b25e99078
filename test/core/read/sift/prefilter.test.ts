import { describe, expect, it } from 'vitest';
import { logReader } from '../../../../src/core/read/log-reader.ts';
import { defaultReadOptions } from '../../../../src/core/read/options.ts';
import { glance } from '../../../../src/core/read/sift/glance.ts';
import { readAll } from '../reading.ts';
import { bytes, line2024, lineOf } from '../records.ts';

const eventsOf = (line: string): number =>
  readAll(logReader(defaultReadOptions), [bytes(`${line}\n`)]).events.length;
const seen = (line: string) => glance(bytes(line), defaultReadOptions).seen;

const unicode = (letter: string, upper = false): string => {
  const hex = letter.charCodeAt(0).toString(16).padStart(4, '0');
  return `\\u${upper ? hex.toUpperCase() : hex}`;
};
/** As it stands in a text. */
const quoted = (text: string): string => JSON.stringify(text).slice(1, -1);

describe('an agent is found', () => {
  const fragment = '"userAgent" : "kubectl/v1"';

  // Every letter of the key and the agent, in every way in which either level of JSON can write it.
  const spellings = [...fragment].flatMap((letter, at): [string, string][] => {
    const [before, after] = [quoted(fragment.slice(0, at)), quoted(fragment.slice(at + 1))];
    const inner = /[a-z/]/i.test(letter) ? [unicode(letter), unicode(letter, true)] : [];
    const insideText = [
      unicode(letter),
      unicode(letter, true),
      ...inner.map(quoted),
      ...inner.flatMap((spelled) =>
        [...spelled].map(
          (part, index) => quoted(spelled.slice(0, index)) + unicode(part) + quoted(spelled.slice(index + 1)),
        ),
      ),
    ];
    return insideText.map((spelled) => [`${letter} as ${spelled}`, before + spelled + after]);
  });

  it.each(spellings)('with %s', (_, fragment) => {
    const line = line2024('{}').replace('"{}"', `"{${fragment},\\"verb\\":\\"get\\"}"`);
    expect(seen(line)).toBe('candidate');
    expect(eventsOf(line)).toBe(1);
  });

  const gaps = [
    ' ',
    '\\n',
    '\\r',
    '\\t',
    '\\r\\n',
    '   ',
    '\\u0020',
    '\\u000a',
    '\\u000A',
    '\\u0009',
    '\\u000d',
  ];
  it.each(gaps)('with %s as white space', (gap) => {
    for (const fragment of [`\\"userAgent\\"${gap}:\\"kubectl\\"`, `\\"userAgent\\":${gap}\\"kubectl\\"`]) {
      const line = line2024('{}').replace('"{}"', `"{${fragment}}"`);
      expect(seen(line)).toBe('candidate');
      expect(eventsOf(line)).toBe(1);
    }
  });

  it.each([' ', '\t', '\r', ' \t '])('in an object with %j as white space', (gap) => {
    const line = line2024('{}').replace('"{}"', `{"userAgent"${gap}:${gap}"kubectl"}`);
    expect(eventsOf(line)).toBe(1);
  });
});

describe('nothing is found', () => {
  it.each([
    ['with the signs that Go escapes', lineOf({ userAgent: 'curl', requestURI: '/x?a=1&b=<2>' })],
    [
      'in other harmless escapes',
      lineOf({ userAgent: 'curl' }).replace('payments', '\\u0027\\u002b\\u003D\\u0060\\u0001\\u00e9\\u4e2d'),
    ],
    ['in a value that begins with another letter', lineOf({ userAgent: 'xkubectl' })],
    ['behind another key', lineOf({ userAgent: 'curl', objectRef: { name: 'kubectl' } })],
    [
      'behind the key one level deeper',
      lineOf({ userAgent: 'curl', annotations: { a: '{"userAgent":"kubectl"}' } }),
    ],
    [
      'behind the key without a colon',
      lineOf({ userAgent: 'curl', user: { groups: ['userAgent', 'kubectl'] } }),
    ],
    ['behind a key in other letter case', lineOf({ userAgent: 'curl', useragent: 'kubectl' })],
  ])('%s', (_, line) => {
    expect(seen(line)).toBe('not-kubectl');
  });
});

it.each([
  ['an escape that is none', lineOf({ userAgent: 'curl' }).replace('payments', '\\u00zz'), 'not-json'],
  ['the key twice', line2024('{"userAgent":"kubectl","userAgent":"curl"}'), 'not-kubectl'],
  [
    'the agent in another object',
    lineOf({ userAgent: 'curl', requestObject: { userAgent: 'kubectl' } }),
    'not-kubectl',
  ],
  [
    'an escaped letter anywhere',
    line2024('{"userAgent":"curl","a":"\\u0041"}', 'kube-scheduler'),
    'other-category',
  ],
])('%s makes a line a candidate, and parsing decides', (_, line, reason) => {
  expect(seen(line)).toBe('candidate');
  const read = readAll(logReader(defaultReadOptions), [bytes(`${line}\n`)]);
  expect(read.reader).toMatchObject({ lines: 1, skipped: { [reason]: 1 } });
});

describe('a line as long as a cut one', () => {
  const cut = 16 * 1024;
  const line = (ahead: number, agent: string, length: number) => {
    const head = `{"a":"${'x'.repeat(ahead)}",${agent}"b":"`;
    return `${head}${'y'.repeat(length - head.length - 2)}"}`;
  };
  const curl = '"userAgent":"curl",';

  it('and one byte longer may have lost its agent', () => {
    expect(seen(line(10, '', cut))).toBe('candidate');
    expect(seen(line(10, '', cut - 1))).toBe('not-kubectl');
    expect(seen(`  ${line(10, '', cut - 1)}\t\r`)).toBe('not-kubectl');
  });

  it('has not, where another agent stands whole in it, however late', () => {
    for (const ahead of [10, 5_000, 12_000]) expect(seen(line(ahead, curl, cut))).toBe('not-kubectl');
    for (const agent of [quoted(curl), '"userAgent" : \\n "', quoted('"userAgent"\n:\t"a\\"b"')])
      expect([agent, seen(line(10, agent, cut))]).toEqual([agent, 'not-kubectl']);
    for (const agent of ['"userAgent" x: "curl",', '"userAgents":"curl",', "'userAgent':'curl',"])
      expect([agent, seen(line(10, agent, cut))]).toEqual([agent, 'candidate']);
  });
});

describe('what begins and ends a line', () => {
  it.each(['', ' ', '{', '}', '[]', '{]', '[}', 'x{}', '{}x'])('%j is not JSON', (line) => {
    expect(seen(line)).toBe('not-json');
  });

  it('is a brace, blanks aside', () => {
    for (const text of ['{}', ' {} ', '\t{}\r']) expect(seen(text)).toBe('not-kubectl');
  });
});
