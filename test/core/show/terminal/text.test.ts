import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wrap } from '../../../../src/core/show/terminal/table.ts';
import { callsTable, findingsTable, rareTable } from '../../../../src/core/show/terminal/text.ts';
import { widthOf } from '../../../../src/core/show/visible.ts';
import { aCall, aFinding, aRareRow, everywhere } from '../samples.ts';

const anExec = aCall({
  rank: 2,
  verb: 'create',
  resource: 'pods',
  subresource: 'exec',
  requestURI: '/api/v1/namespaces/payments/pods/web-1/exec?command=sh',
  risk: { score: 91, factors: [] },
});

const hostile = 'x\u001b[2J\u001b]0;owned\u0007\r\n\u202e\u009b31m\t\u200b y';

const all = (text: string, width: number, colour = false): string =>
  callsTable([everywhere(aCall(), text)], { width, colour }) +
  findingsTable([everywhere(aFinding(), text)], { width, colour }) +
  rareTable([everywhere(aRareRow, text)], { width, colour });

describe('callsTable', () => {
  it('shows rank, rarity, risk in words, actor, call and why', () => {
    expect(callsTable([aCall(), anExec], { width: 150 })).toBe(
      [
        '#  rarity  risk         user                       from          call                          count  request URI',
        `${'─'.repeat(150)}`,
        '1    99.2  62 high      dana.ruiz@contoso.example  203.0.113.24  get secrets in payments           2  /api/v1/namespaces/payments/secrets/stripe-api-…',
        '   Nobody with these rights read secrets in payments in the last 30 days.',
        '2    99.2  91 critical  dana.ruiz@contoso.example  203.0.113.24  create pods/exec in payments      2  /api/v1/namespaces/payments/pods/web-1/exec?com…',
        '   Nobody with these rights read secrets in payments in the last 30 days.',
        '',
      ].join('\n'),
    );
  });

  it('names the cluster once there are several', () => {
    expect(callsTable([aCall()], { width: 150 })).not.toContain('aks-shop-prod');
    expect(callsTable([aCall(), aCall({ cluster: 'aks-dev' })], { width: 150 })).toContain('aks-shop-prod');
  });

  it('words what is missing', () => {
    const call = aCall({
      user: '',
      clientIp: null,
      resource: null,
      namespace: null,
      requestURI: '/version?timeout=32s',
    });
    expect(callsTable([call], { width: 150 })).toContain('(unknown user)  (no address)  get /version ');
  });

  it('says so when there is nothing', () => {
    expect(callsTable([], { width: 80 })).toBe('no rare calls\n');
    expect(findingsTable([], { width: 80 })).toBe('no findings\n');
    expect(rareTable([], { width: 80 })).toBe('no rows\n');
  });
});

describe('findingsTable', () => {
  it('shows risk, severity and title; under it when, why, and what to do next', () => {
    expect(findingsTable([aFinding()], { width: 100 })).toBe(
      [
        'risk  severity  finding                              id',
        '─'.repeat(61),
        '  62  high      Rare calls: get secrets in payments  7b1e1c0e',
        '      21:47:12 – 21:52:40 UTC from 203.0.113.24, 1 rare call',
        '      Why: Never did this in the 30 days before; 1 of 13 others ever did this. Reading Secrets gives',
        '      the identities of other programs.',
        '      Next: Was there a ticket? Rotate the Secret if nobody knows.',
        '      rarecall events 7b1e1c0e3a5f5c0b8a540d6a2f4b9c77',
        '',
      ].join('\n'),
    );
  });

  it('has the command for its events on one line, with the logs that were hunted where they fit', () => {
    const command = 'rarecall events 7b1e1c0e3a5f5c0b8a540d6a2f4b9c77';
    const linesOf = (width: number, paths: string[]) =>
      findingsTable([aFinding()], { width }, { paths }).split('\n');
    expect(linesOf(100, ['logs', 'a b'])).toContain(`      ${command} logs 'a b'`);
    expect(linesOf(100, ['x'.repeat(90)])).toContain(`      ${command} <files or folders>`);
    expect(linesOf(50, ['logs']).join()).not.toContain('rarecall events');
    const calledAs = (program: string | null) => findingsTable([aFinding()], { width: 100 }, { program });
    expect(calledAs('npx rarecall')).toContain(`\n      npx ${command}\n`);
    expect(calledAs(null)).not.toContain('rarecall events');
  });

  it('goes on with a long title in a second line, and cuts that one', () => {
    const title = Array.from({ length: 30 }, (_, at) => `word-${at}`).join(' ');
    const lines = findingsTable([aFinding({ title })], { width: 80 }).split('\n');
    expect(lines[2]).toMatch(/^ {2}62 {2}high {6}word-0 .* word-6 {3,}7b1e1c0e$/);
    expect(lines[3]).toMatch(/^ {16}word-7 .*…$/);
    expect(lines[4]).toMatch(/^ {6}21:47:12/);
  });

  it('marks a finding of a cluster that is still learning', () => {
    expect(findingsTable([aFinding({ learning: true })], { width: 100 })).toContain('(learning) 21:47:12');
  });
});

describe('rareTable', () => {
  it('shows the columns of the search and six decimals', () => {
    const text = rareTable([{ ...aRareRow, percent: 50 }], { width: 200 });
    expect(text).toContain(
      '    1  50.000000  203.0.113.24  get   system:authenticated  secrets             payments',
    );
  });
});

describe('every table', () => {
  it('colours only when told, and then by severity', () => {
    expect(callsTable([anExec], { width: 120 })).not.toContain('\u001b');
    expect(callsTable([anExec], { width: 120, colour: true })).toContain(
      '\u001b[1;97;41m91 critical\u001b[0m',
    );
  });

  it('lets no log text steer the terminal or end a line', () => {
    const text = all(hostile, 120);
    expect(text).not.toMatch(/[^\P{C}\n]/u);
    expect(text).toContain('\\u{1b}[2J');
    expect(all(hostile, 500).split('\n').length).toBe(all('harmless', 500).split('\n').length);
  });

  it('lets no log text open a colour of its own when colours are on', () => {
    const opened = (text: string) =>
      new Set(
        text
          .split('\u001b')
          .slice(1)
          .map((part) => part.split('m')[0]),
      );
    expect(opened(all(hostile, 120, true))).toEqual(new Set(['[1', '[1;31', '[2', '[0']));
  });

  it('stays within the width whatever the text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 60 }),
        fc.integer({ min: 40, max: 200 }),
        (text, width) => {
          for (const line of all(text, width).split('\n')) expect(widthOf(line)).toBeLessThanOrEqual(width);
        },
      ),
      { numRuns: 20 },
    );
  });

  it('leaves out the least needed columns before it cuts the others to nothing', () => {
    expect(callsTable([aCall()], { width: 200 })).toContain('request URI');
    expect(callsTable([aCall()], { width: 80 })).not.toContain('request URI');
    expect(callsTable([aCall()], { width: 80 })).toContain('203.0.113.24');
  });

  it('takes a text of 100,000 characters in its stride', () => {
    expect(all('田\u0301x'.repeat(33_000), 100).length).toBeLessThan(5_000);
  });
});

describe('wrap', () => {
  it('breaks between words and cuts the last line', () => {
    expect(wrap('one two three', 7, 3)).toEqual(['one two', 'three']);
    expect(wrap('one two three four', 7, 2)).toEqual(['one two', 'three …']);
    expect(wrap('', 7, 2)).toEqual([]);
  });

  it('breaks inside a word that is longer than a line, never inside a character', () => {
    expect(wrap('abcdefghij', 4, 9)).toEqual(['abcd', 'efgh', 'ij']);
    expect(wrap('🙂🙂🙂', 3, 9)).toEqual(['🙂', '🙂', '🙂']);
  });
});
