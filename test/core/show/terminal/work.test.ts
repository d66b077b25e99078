import { describe, expect, test } from 'vitest';
import type { Day } from '../../../../src/core/count/day.ts';
import {
  afterEntry,
  type ShownWork,
  shownWork,
  untouched,
  type WorkEntry,
} from '../../../../src/core/find/work/work.ts';
import { readWorkForm } from '../../../../src/core/find/work/work-form.ts';
import { findingsCsv } from '../../../../src/core/show/csv.ts';
import { htmlText } from '../../../../src/core/show/html.ts';
import { openCount, workLine, workSection } from '../../../../src/core/show/pages/work.ts';
import { offerText } from '../../../../src/core/show/terminal/offer.ts';
import { findingsTable } from '../../../../src/core/show/terminal/text.ts';
import { openPhrase, standPhrase, worksTable, workText } from '../../../../src/core/show/terminal/work.ts';
import { aFinding } from '../samples.ts';

const hostile = '=1+1 </p><script>alert(1)</script> \u001b[2J\u202e\r\n\'"`|| rm';
const entry = (over: Partial<WorkEntry>): WorkEntry => ({
  at: '2026-06-04T08:00:00.000Z',
  by: 'anna',
  ...over,
});
const entries: readonly WorkEntry[] = [
  entry({ status: 'acknowledged', owner: hostile }),
  entry({ note: hostile, by: hostile }),
  entry({ owner: null }),
  entry({ status: 'closed', verdict: 'expected', owner: hostile, note: `last ${hostile}` }),
];
const story: ShownWork['story'] = [
  { finding: 'e', day: '2026-06-01' as Day, status: 'closed', verdict: 'attack', owner: hostile },
];
const worked: ShownWork = {
  ...shownWork(entries.reduce(afterEntry, untouched), story),
  history: entries,
};
const fresh = shownWork(untouched);
const finding = (work?: ShownWork) => ({ ...aFinding(), ...(work === undefined ? {} : { work }) });

describe('how findings stand', () => {
  const taken: ShownWork = { ...fresh, status: 'acknowledged', owner: 'bob' };
  const closed: ShownWork = { ...fresh, status: 'closed', verdict: 'attack' };

  test('is said in words', () => {
    expect([fresh, taken, closed].map(standPhrase)).toEqual([
      'new',
      'acknowledged, of bob',
      'closed: attack',
    ]);
  });

  test('is counted, and not where nobody can work them', () => {
    const all = [fresh, fresh, taken, closed].map(finding);
    expect(openPhrase(all)).toBe('4 findings: 3 open (2 new, 1 acknowledged), 1 closed');
    expect(openPhrase([finding(fresh)])).toBe('1 finding: 1 open, 0 closed');
    expect([openPhrase([finding()]), openPhrase([])]).toEqual(['', '']);
    expect(openCount([finding()])).toBeNull();
    expect(openCount(all)).not.toBeNull();
  });
});

describe('on a page', () => {
  test('a finding that nobody can work says nothing of it', () => {
    expect([workLine(finding()), workSection(finding())]).toEqual([null, null]);
  });

  test('texts of people are escaped and seen, and nothing is there that changes anything', () => {
    const page = [workLine, workSection]
      .map((part) => htmlText(part(finding(worked)) ?? ({} as never)))
      .join('');
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt; \\u{1b}[2J\\u{202e}\\r\\n&#39;&quot;&#96;');
    expect(page).not.toMatch(/<script|<form|<a |<button|href/);
    expect(page).not.toContain('\u001b');
    expect(page).toContain('2026-06-01 closed: attack');
    expect(page).toContain('2 notes');
  });

  test('the commands to copy name the finding and how it stands', () => {
    const page = htmlText(workSection(finding(worked)) ?? ({} as never));
    expect(page).toContain(`rarecall work ${aFinding().id} --status acknowledged --owner &lt;you&gt;`);
    expect(page).toContain(`/api/findings/${aFinding().id}/work&quot;`.replaceAll('&quot;', '"'));
    expect(page).toContain(`If-Match: "4"`);
  });
});

describe('in a spreadsheet', () => {
  const cells = (work?: ShownWork) =>
    findingsCsv([finding(work)])
      .split('\r\n')
      .slice(1)
      .join('\r\n');

  test('owner and last note begin no formula and end no row', () => {
    const owned = cells({ ...worked, owner: '=1+1', lastNote: { at: '', by: '', text: '=2+2\n@x' } });
    expect(owned).toMatch(/,closed,expected,'=1\+1,2,"'=2\+2\n'@x"\r\n$/);
    expect(findingsCsv([finding()]).split('\r\n')[0]).toMatch(
      /,work\.status,work\.verdict,work\.owner,work\.notes,work\.lastNote$/,
    );
    expect(cells()).toMatch(/,,,,,\r\n$/);
    expect(cells(fresh)).toMatch(/,new,,,0,\r\n$/);
  });
});

describe('on a terminal', () => {
  test('nothing that people wrote steers it, and no line is longer than it is wide', () => {
    const texts = [
      workText(worked, { width: 80 }),
      worksTable([finding(worked)], { width: 80 }),
      findingsTable([finding(worked)], { width: 80 }),
    ];
    for (const text of texts.slice(0, 2)) expect(text).toContain('\\u{1b}[2J\\u{202e}');
    for (const text of texts) {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
      expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
      expect(Math.max(...text.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(80);
    }
  });

  test('a long note is shown whole, as far as anybody reads', () => {
    const words = Array.from({ length: 200 }, (_, at) => `word${at}`).join(' ');
    const text = workText({ ...fresh, history: [entry({ note: words })] }, { width: 80 });
    expect(text).toContain('word0 ');
    expect(text).toContain('word199');
  });

  test('a name that is made long hides neither that nobody has asked for it, nor that it goes on', () => {
    const name = (space: string) =>
      readWorkForm(new URLSearchParams({ by: `anna: closed${space}x`, note: 'n' }).toString());
    for (const space of [' '.repeat(200), '\u00a0'.repeat(200), '-'.repeat(200)]) {
      const { parsed } = name(space);
      const said = entry({ by: parsed.ok ? parsed.by : '', note: 'n' });
      const text = workText({ ...fresh, history: [said] }, { width: 60 });
      expect(text).toMatch(/UTC {2}\(by link\) anna: closed.*…\n {2}n\n$/);
      const lastNote = { at: said.at, by: said.by, text: 'n' };
      expect(worksTable([finding({ ...fresh, lastNote })], { width: 60 })).toContain('(by link) anna:');
    }
  });

  test('its history says who did what and when', () => {
    const history = [
      entry({ status: 'acknowledged', owner: 'bob' }),
      entry({ owner: null }),
      entry({ note: 'x' }),
    ];
    expect(workText({ ...fresh, history }, { width: 80 })).toBe(
      [
        'new',
        '2026-06-04 08:00 UTC  anna: acknowledged, of bob',
        '2026-06-04 08:00 UTC  anna: nobody’s',
        '2026-06-04 08:00 UTC  anna',
        '  x',
        '',
      ].join('\n'),
    );
  });

  test('findings of a hunt on files say nothing of it', () => {
    expect(findingsTable([finding()], { width: 100 })).not.toContain('status');
    const brief = findingsTable(
      [finding(), finding({ ...fresh, owner: 'bob' })],
      { width: 100 },
      { brief: true },
    );
    expect(brief).toMatch(/status.*\n.*\n.*\n.*new, of bob/);
  });

  test('the list has whole ids', () => {
    expect(worksTable([finding(fresh)], { width: 100 })).toContain(aFinding().id);
    expect(worksTable([], { width: 100 })).toBe('no findings\n');
  });
});

describe('an offer', () => {
  const suppression = { id: 'expected-1', owner: hostile, reason: hostile, expires: '2026-09-01', match: {} };
  const trial = {
    ...{ from: '2026-05-01' as Day, to: '2026-06-01' as Day, calls: 9, hidden: 2, findings: 4, vanished: 1 },
    ...{ suppressions: [], touched: [], together: { findings: 4, touched: 1 } },
  };

  test('says what it would hide, and is JSON to send at its end', () => {
    const hidden = { hidden: 2, calls: 3, vanishes: false };
    const body = { suppressions: [suppression] };
    const text = offerText({ body, hidden, trial, doubt: 'it is much' }, { width: 100 });
    expect(text).toContain(
      '1 suppression would have hidden 2 of the 3 calls of this finding, 1 of which it leaves',
    );
    expect(text).toContain('would have hidden 2 of 9 calls in 4 findings');
    expect(text).toContain('--force alone: it is much');
    expect(JSON.parse(text.trimEnd().split('\n').at(-1) ?? '')).toEqual(body);
    expect(text).not.toContain('\u001b');
  });

  test('that cannot be made says so', () => {
    const hidden = { hidden: 0, calls: 3, vanishes: false };
    expect(
      offerText({ body: { suppressions: [] }, hidden, trial: null, doubt: null }, { width: 100 }),
    ).toContain('no suppression can be offered');
  });
});
