import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { callsCsv, csvOf, findingsCsv, rareCsv } from '../../../src/core/show/csv.ts';
import { aCall, aFinding, aRareRow, everywhere } from './samples.ts';

/** A reader of RFC 4180 of its own: text in, rows of cells out. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  while (at < text.length) {
    let cell = '';
    if (text[at] === '"') {
      for (at += 1; !(text[at] === '"' && text[at + 1] !== '"'); at += 1) {
        if (at >= text.length) throw new Error('open quote');
        if (text[at] === '"') at += 1;
        cell += text[at];
      }
      at += 1;
    } else {
      while (at < text.length && text[at] !== ',' && text[at] !== '\r') {
        if (text[at] === '"' || text[at] === '\n') throw new Error('bare quote or line feed');
        cell += text[at];
        at += 1;
      }
    }
    row.push(cell);
    if (text[at] === ',') at += 1;
    else if (text.startsWith('\r\n', at)) {
      at += 2;
      rows.push(row);
      row = [];
    } else throw new Error(`no end of cell at ${at}`);
  }
  return rows;
}

/** What docs/decisions/0010 tells a reader to do. */
const unguarded = (cell: string): string =>
  cell
    .replace(/(^|[;\t\r\n])'(?=['"]*[=+\-@＝＋－＠])|^'(?='*[\t\r\n])/g, '$1')
    .replace(/\\u\{([0-9a-f]+)\}/g, (_, code) => String.fromCodePoint(Number.parseInt(code, 16)));

/** Cells as a spreadsheet sees them that parts them at another mark: quotes count where they begin a cell. */
function cellsOf(text: string, mark: string): string[] {
  const cells = [''];
  let isQuoted = false;
  let isStart = true;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    const last = cells.length - 1;
    if (isQuoted && character === '"' && text[at + 1] === '"') at += 1;
    else if (isQuoted && character === '"') {
      isQuoted = false;
      continue;
    } else if (!isQuoted && character === '"' && isStart) {
      isQuoted = true;
      isStart = false;
      continue;
    } else if (!isQuoted && (character === mark || /[\r\n]/.test(character))) {
      cells.push('');
      isStart = true;
      continue;
    }
    cells[last] += character;
    isStart = false;
  }
  return cells;
}

describe('csvOf', () => {
  it('ends every line with CRLF and quotes only what needs it', () => {
    expect(
      csvOf(
        ['a', 'b'],
        [
          ['x', 'y z'],
          ['1,2', 'say "hi"'],
          ['two\nlines', '\u00e9'],
        ],
      ),
    ).toBe('a,b\r\nx,y z\r\n"1,2","say ""hi"""\r\n"two\nlines",\u00e9\r\n');
  });

  it('writes the header alone for no rows', () => {
    expect(csvOf(['a', 'b'], [])).toBe('a,b\r\n');
  });

  it('tells a missing value from an empty text', () => {
    expect(csvOf(['a', 'b'], [[null, '']])).toBe('a,b\r\n,""\r\n');
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx', '\nx', '＝1', '＋1', '－1', '＠x'])(
    'puts an apostrophe before a text that would be a formula: %j',
    (text) => {
      expect(readCsv(csvOf(['a'], [[text]]))).toEqual([['a'], [`'${text}`]]);
    },
  );

  it('leaves numbers as such, negative ones too', () => {
    expect(csvOf(['a', 'b', 'c'], [[-1.5, 0, true]])).toBe('a,b,c\r\n-1.5,0,true\r\n');
  });

  it.each([',', ';', '\t'])('begins no cell as a formula where %j parts cells', (mark) => {
    const unit = fc.constantFrom('a', '"', "'", ',', ';', '\t', '\r', '\n', '=', '+', '@', '－');
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string({ unit }), fc.string({ unit })), { maxLength: 4 }), (rows) => {
        const cells = cellsOf(csvOf(['x', 'y'], rows), mark);
        expect(cells.filter((cell) => /^[=+\-@＝＋－＠]/.test(cell))).toEqual([]);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ['kubectl;=1+1;x', "kubectl;'=1+1;x"],
    ['a\t@x', "a\t'@x"],
    ['a;"=1', `a;'"=1`],
    ["'=1", "''=1"],
    ['a; =1', 'a; =1'],
    ['a=b;c-d', 'a=b;c-d'],
    ["it's; 'fine'", "it's; 'fine'"],
    ['a\u001b[2J\u009b\u202e', 'a\\u{1b}[2J\\u{9b}\\u{202e}'],
    ['\\u{1b} \\n', '\\u{5c}u{1b} \\n'],
    ['\u{1f600} \u00e9', '\u{1f600} \u00e9'],
  ])('writes %j so that it does nothing', (text, written) => {
    expect(readCsv(csvOf(['a'], [[text]]))).toEqual([['a'], [written]]);
  });

  it('gives back every text to a reader, but for the apostrophe', () => {
    const text = fc.string({
      unit: fc.constantFrom(
        'a',
        '"',
        ',',
        '\r',
        '\n',
        '=',
        '-',
        ';',
        ' ',
        '\u00e9',
        '\t',
        "'",
        '\u001b',
        '\\',
        'u{1b}',
      ),
    });
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text), { maxLength: 5 }), (rows) => {
        const read = readCsv(csvOf(['x', 'y'], rows)).slice(1);
        expect(read.map((row) => row.map(unguarded))).toEqual(rows);
        for (const cell of read.flat()) expect(cell).not.toMatch(/^[=+\-@\t\r\n]/);
      }),
    );
  });
});

describe('the tables', () => {
  it('names the columns of rare as Splunk does', () => {
    const row = { ...aRareRow, requestURI: `${aRareRow.requestURI},1` };
    expect(rareCsv([row])).toBe(
      'sourceIPs{},verb,userAgent,user.groups{},objectRef.resource,objectRef.namespace,requestURI,count,percent\r\n' +
        '203.0.113.24,get,kubectl/v1.31.2 (linux/amd64) kubernetes/5864a46,system:authenticated,secrets,payments,"/api/v1/namespaces/payments/secrets?limit=500,1",1,0.123457\r\n',
    );
  });

  it('writes a call with all it was', () => {
    const [header, cells] = readCsv(callsCsv([aCall({ evidence: [] })]));
    expect(Object.fromEntries((header ?? []).map((name, index) => [name, cells?.[index]]))).toEqual({
      rank: '1',
      cluster: 'aks-shop-prod',
      user: 'dana.ruiz@contoso.example',
      groups: 'aks-developers | system:authenticated',
      clientIp: '203.0.113.24',
      sourceIPs: '203.0.113.24 | 172.31.0.7',
      userAgent: 'kubectl/v1.31.2 (linux/amd64) kubernetes/5864a46',
      verb: 'get',
      resource: 'secrets',
      subresource: '',
      namespace: 'payments',
      requestURI: '/api/v1/namespaces/payments/secrets/stripe-api-key',
      pattern: 'get secrets payments /api/v1/namespaces/{ns}/secrets/{name}',
      count: '2',
      firstSeen: '2026-06-03T21:47:12.481000Z',
      lastSeen: '2026-06-03T21:52:40.007000Z',
      rarity: '99.2',
      bits: 'total 17.4 | action 9.1 | namespace 4.2 | ip 10.3 | agent 2.1',
      explanation: 'Nobody with these rights read secrets in payments in the last 30 days.',
      'risk.score': '62',
      'risk.factors': 'secrets | new-public-ip',
      attack: 'T1552.007 | T1059.013',
      impersonatedBy: '',
      codes: '200',
      outcome: 'allowed',
      names: '',
      command: '',
      impersonatedGroups: '',
      objectId: '',
      grants: '',
      revoke: '',
      dryRun: 'false',
      cut: 'false',
      applied: '',
      evidence: '',
    });
  });

  it('writes a finding in one line', () => {
    const [header, cells, ...more] = readCsv(findingsCsv([aFinding()]));
    expect(more).toEqual([]);
    const line = Object.fromEntries((header ?? []).map((name, index) => [name, cells?.[index]]));
    expect(line).toMatchObject({
      id: '7b1e1c0e3a5f5c0b8a540d6a2f4b9c77',
      'risk.score': '62',
      'risk.severity': 'high',
      riskObjects: 'user dana.ruiz@contoso.example 62 | system aks-shop-prod 62',
      'detection.version': '1',
      learning: 'false',
      calls: '1',
    });
  });

  it('lets no text of a log begin a formula', () => {
    for (const bad of ['=cmd()', '+1', '-1', '@x', '\t=1', '\r=1', '",=1\r\n=2']) {
      const text = callsCsv([everywhere(aCall(), bad)]) + findingsCsv([everywhere(aFinding(), bad)]);
      for (const cell of readCsv(text).flat()) expect(cell).not.toMatch(/^[=+\-@\t\r]/);
    }
  });
});
