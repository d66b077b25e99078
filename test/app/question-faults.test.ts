/** Every parameter of every question: what it means, what it is without, and how a fault is named. */
import { describe, expect, test } from 'vitest';
import { type Asked, pageToken } from '../../src/app/parameters.ts';
import {
  parseCallQuestion,
  parseDayQuestion,
  parseFindingQuestion,
  parseFormat,
  parseRange,
  parseSuppressionChange,
  parseSuppressionQuestion,
} from '../../src/app/question.ts';

const of = (query: string) => new URLSearchParams(query);
const right = <T>(asked: Asked<T>): T => {
  if (!asked.ok) throw new Error(asked.problem);
  return asked.value;
};
const faultsOf = (asked: Asked<unknown>): string[] => (asked.ok ? [] : asked.problem.split('; '));

describe('a question about calls', () => {
  const call = (query: string) => right(parseCallQuestion(of(query)));
  const faults = (query: string) => faultsOf(parseCallQuestion(of(query)));

  test('asks for the ten most surprising of the last day unless it says otherwise', () => {
    const nothing = {
      cluster: null,
      user: null,
      verb: null,
      resource: null,
      namespace: null,
      clientIp: null,
    };
    const usual = {
      ranking: 'surprise',
      days: null,
      limit: 10,
      offset: 0,
      missing: 'drop',
      count: 'events',
      filter: nothing,
      format: 'json',
    };
    expect(call('')).toEqual(usual);
    // What is empty is not given; `code` is the key of the host.
    expect(call('day=&limit=&user=&code=abc')).toEqual(usual);
  });

  test('says all of it', () => {
    const filter = { cluster: 'c', user: 'u', verb: 'v', resource: 'r', namespace: 'n', clientIp: 'i' };
    const query = new URLSearchParams({
      ...filter,
      ranking: 'rare',
      from: '2026-10-01',
      to: '2026-10-31',
      limit: '50000',
      page: pageToken(20),
      missing: 'placeholder',
      count: 'requests',
      format: 'csv',
    });
    expect(right(parseCallQuestion(query))).toEqual({
      ranking: 'rare',
      days: { from: '2026-10-01', to: '2026-10-31' },
      limit: 50_000,
      offset: 20,
      missing: 'placeholder',
      count: 'requests',
      filter,
      format: 'csv',
    });
  });

  test('a day is a range of one, for either ranking', () => {
    const days = { from: '2026-10-01', to: '2026-10-01' };
    expect(call('day=2026-10-01').days).toEqual(days);
    expect(call('day=2026-10-01&ranking=rare').days).toEqual(days);
    expect(call('from=2026-10-01&to=2026-10-01&ranking=rare').days).toEqual(days);
  });

  test.each([
    ['day=2026-10-32', ['day must be a day such as 2026-10-31, from 2014-01-01 to 2199-12-31']],
    [
      'from=x&to=y',
      [
        'from must be a day such as 2026-10-31, from 2014-01-01 to 2199-12-31',
        'to must be a day such as 2026-10-31, from 2014-01-01 to 2199-12-31',
      ],
    ],
    [
      'day=2026-10-01&from=2026-10-01&ranking=rare',
      ['day goes without from and to', 'from and to go together'],
    ],
    [
      'day=2026-10-01&to=2026-10-01&ranking=rare',
      ['day goes without from and to', 'from and to go together'],
    ],
    ['from=2026-10-01&ranking=rare', ['from and to go together']],
    ['to=2026-10-01&ranking=rare', ['from and to go together']],
    ['from=2026-10-02&to=2026-10-01&ranking=rare', ['from must not be after to']],
    ['from=2026-10-01&to=2026-10-02', ['a range from and to is for ranking=rare']],
    ['ranking=Rare', ['ranking must be one of surprise, rare']],
    ['missing=no', ['missing must be one of drop, placeholder']],
    ['count=all', ['count must be one of events, requests']],
    ['format=xml', ['format must be one of json, csv, jsonl']],
    ['limit=50001', ['limit must be a whole number from 0 to 50000']],
    ['limit=-1', ['limit must be a whole number from 0 to 50000']],
    ['limit=1e3', ['limit must be a whole number from 0 to 50000']],
    ['limit=0001000', ['limit must be a whole number from 0 to 50000']],
    ['limit=5x', ['limit must be a whole number from 0 to 50000']],
    ['limit=x5', ['limit must be a whole number from 0 to 50000']],
    ['page=20', ['page must be the `next` of an earlier answer']],
    ['user=a&user=b', ['user is given twice']],
    ['secret=1&other=2', ['there is no parameter secret', 'there is no parameter other']],
    ['%3Cscript%3E=1', ['there is a parameter that is not known']],
  ])('%s is a fault that is named, and what it held is not', (query, expected) => {
    expect(faults(query)).toEqual(expected);
  });

  test('a page is a token of ours, whole', () => {
    const token = (text: string) => Buffer.from(text).toString('base64url');
    expect(call(`page=${token('p0')}`).offset).toBe(0);
    expect(call(`page=${token('p999999')}`).offset).toBe(999_999);
    for (const text of ['p', 'xp1', 'p1x', 'p1000000', 'q1', 'p-1'])
      expect(faults(`page=${token(text)}`)).toHaveLength(1);
  });
});

describe('a question about findings', () => {
  const finding = (query: string) => right(parseFindingQuestion(of(query)));

  test('asks for a hundred of the last day unless it says otherwise', () => {
    expect(finding('')).toEqual({
      day: null,
      cluster: null,
      user: null,
      severity: null,
      status: null,
      limit: 100,
      offset: 0,
      format: 'json',
      from: null,
      to: null,
    });
    expect(
      finding(
        `day=2026-10-01&cluster=c&user=u&severity=high&status=closed&limit=0&page=${pageToken(7)}&format=csv&code=x`,
      ),
    ).toEqual({
      day: '2026-10-01',
      cluster: 'c',
      user: 'u',
      severity: 'high',
      status: 'closed',
      limit: 0,
      offset: 7,
      format: 'csv',
      from: null,
      to: null,
    });
    expect(finding('format=html&from=2026-10-01&to=2026-10-02&user=u')).toMatchObject({
      ...{ format: 'html', from: '2026-10-01', to: '2026-10-02', user: 'u' },
    });
  });

  test('is of a range as a page alone, which has neither day nor severity', () => {
    const range = 'from and to go with format=html';
    expect(faultsOf(parseFindingQuestion(of('from=2026-10-01')))).toEqual([range]);
    expect(faultsOf(parseFindingQuestion(of('to=2026-10-01&format=csv')))).toEqual([range]);
    const page = 'day and severity go without format=html: the report has the page of a day';
    expect(faultsOf(parseFindingQuestion(of('day=2026-10-01&format=html')))).toEqual(page.split('; '));
    expect(faultsOf(parseFindingQuestion(of('severity=high&format=html')))).toEqual(page.split('; '));
    expect(faultsOf(parseFindingQuestion(of('from=2026-10-02&to=2026-10-01&format=html')))).toEqual([
      'from must not be after to',
    ]);
  });

  test('names its faults', () => {
    expect(faultsOf(parseFindingQuestion(of('severity=High')))).toEqual([
      'severity must be one of informational, low, medium, high, critical',
    ]);
    expect(faultsOf(parseFindingQuestion(of('status=open')))).toEqual([
      'status must be one of new, acknowledged, closed',
    ]);
    expect(faultsOf(parseFindingQuestion(of('verb=get')))).toEqual(['there is no parameter verb']);
  });
});

test('a day, a range and a suppression are asked for', () => {
  expect(right(parseDayQuestion(of('day=2026-10-01&code=x')))).toBe('2026-10-01');
  expect(right(parseDayQuestion(of('')))).toBeNull();
  expect(right(parseRange(of('from=2026-10-01&code=x')))).toEqual({
    ...{ from: '2026-10-01', to: null, format: 'json' },
  });
  expect(right(parseRange(of('to=2026-10-01&format=html')))).toEqual({
    ...{ from: null, to: '2026-10-01', format: 'html' },
  });
  expect(right(parseFormat(of('code=x')))).toBe('json');
  expect(right(parseFormat(of('format=html')))).toBe('html');
  expect(faultsOf(parseFormat(of('format=csv')))).toEqual(['format must be one of json, html']);
  expect(right(parseSuppressionQuestion(of('')))).toEqual({ id: null });
  expect(right(parseSuppressionQuestion(of('id=a&code=x')))).toEqual({ id: 'a' });
  expect(faultsOf(parseSuppressionQuestion(of('trial=true')))).toEqual(['there is no parameter trial']);
});

test('a suppression is tried, set or forced only where that is said', () => {
  const change = (query: string) => parseSuppressionChange(of(query));
  expect(right(change(''))).toEqual({ id: null, trial: false, force: false });
  expect(right(change('id=a&trial=true&code=x'))).toEqual({ id: 'a', trial: true, force: false });
  expect(right(change('force=true'))).toEqual({ id: null, trial: false, force: true });
  expect(right(change('trial=false&force=false'))).toEqual({ id: null, trial: false, force: false });
  expect(faultsOf(change('trial=yes'))).toEqual(['trial must be one of false, true']);
  expect(faultsOf(change('force=1'))).toEqual(['force must be one of false, true']);
});
