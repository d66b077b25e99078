/** A finding worked by who has a link, over ports in memory; and by who has another one. */
import { beforeEach, describe, expect, test } from 'vitest';
import { memoryLinkKeys } from '../../../src/adapters/memory/link-keys.ts';
import { type Reach, signedLinks } from '../../../src/app/links.ts';
import { workByLink, worksBy } from '../../../src/app/working/by-link.ts';
import { changeWork, offerOn, triedOffer, workOn } from '../../../src/app/working/work.ts';
import type { Day } from '../../../src/core/count/day.ts';
import type { PageRef } from '../../../src/core/show/links.ts';
import { aCluster, aFinding, aWorkForm } from '../../build.ts';
import { aCall } from '../../core/show/samples.ts';
import { memoryWorld } from '../ranking/logged-days.ts';

const day = '2026-11-11' as Day;
const finding = { page: 'finding', id: 'a' } as const;
let ports: ReturnType<typeof memoryWorld>;
let links: ReturnType<typeof signedLinks>;
let until: Date;

beforeEach(async () => {
  ports = memoryWorld();
  links = signedLinks(memoryLinkKeys(), ports.clock, { linkDays: 14, linkWork: true });
  until = new Date(ports.clock().getTime() + 3_600_000);
  await ports.findings.save(
    day,
    aCluster,
    ['a', 'b'].map((id) => aFinding({ id, day, calls: [aCall()] })),
  );
});

const queryOf = async (reach: Reach = 'work', to: PageRef = finding, end = until) =>
  new URL(await links.sign(to, reach, end), 'https://rarecall.example/api/').searchParams;
const send = (query: URLSearchParams, body: string) => workByLink(query, body, { links, ports });

test('is changed, and leads back to the very page that it was changed on', async () => {
  const query = await queryOf();
  expect(await worksBy(query, { links })).toBe(true);
  const done = await send(query, aWorkForm({ owner: 'Anna', note: 'Mine.' }));
  expect(done).toEqual({ state: 'done', query: `?${query}` });
  expect(await workOn(ports, 'a')).toMatchObject({
    owner: 'Anna',
    history: [{ by: '(by link) Anna', owner: 'Anna', note: 'Mine.' }],
  });
  expect(await workOn(ports, 'b')).toMatchObject({ etag: '0' });
});

test('what stands beside a link in an address is not carried on', async () => {
  const query = await queryOf();
  const more = new URLSearchParams(`${query}&id=b&x=%0d%0aset-cookie:%20a`);
  expect(await send(more, aWorkForm({ note: 'x' }))).toEqual({ state: 'done', query: `?${query}` });
});

test('who sends the same again changes nothing, notes included, and is told no other than the first time', async () => {
  const [query, body] = [await queryOf(), aWorkForm({ note: 'Once.', status: 'acknowledged' })];
  const done = await send(query, body);
  expect(done).toMatchObject({ state: 'done' });
  expect(await Promise.all([send(query, body), send(query, body)])).toEqual([done, done]);
  await changeWork(ports, 'a', { change: { owner: 'Bob' }, by: 'Bob' });
  expect(await send(query, body)).toEqual(done);
  expect(await workOn(ports, 'a')).toMatchObject({ notes: 1, etag: '2' });
});

test('what is not wholly the same is another one, and comes too late', async () => {
  const query = await queryOf();
  await send(query, aWorkForm({ note: 'Once.', owner: 'Anna' }));
  for (const other of [
    { note: 'Once.' },
    { note: 'Once.', owner: 'Anna', by: 'Bob' },
    { note: 'Twice.', owner: 'Anna' },
    { note: 'Once.', owner: 'Anna', status: 'new' },
    { note: 'Once.', owner: 'Anna', tag: '' },
    { note: 'Once.', nobody: 'yes' },
  ])
    expect(await send(query, aWorkForm(other))).toMatchObject({
      state: 'moved',
      tag: null,
      typed: { note: other.note },
    });
  expect(await workOn(ports, 'a')).toMatchObject({ notes: 1, etag: '1' });
});

test.each(['', '1', 'x', '*', '-1', '0 '])('a state that nobody has seen is none: tag %j', async (tag) => {
  expect(await send(await queryOf(), aWorkForm({ tag, note: 'x' }))).toMatchObject({ state: 'moved' });
  expect(await workOn(ports, 'a')).toMatchObject({ etag: '0' });
});

test('of many at once one is first, and all others are told', async () => {
  const query = await queryOf();
  const all = await Promise.all(
    Array.from({ length: 10 }, (_, at) => send(query, aWorkForm({ owner: `o${at}`, note: `n${at}` }))),
  );
  expect(all.map(({ state }) => state).sort()).toEqual(['done', ...Array.from({ length: 9 }, () => 'moved')]);
  expect(await workOn(ports, 'a')).toMatchObject({ notes: 1, etag: '1' });
});

test('what is wrong keeps the state that was seen: what is put right may still come too late', async () => {
  const query = await queryOf();
  const wrong = await send(query, aWorkForm({ status: 'closed', note: 'x' }));
  expect(wrong).toMatchObject({
    state: 'wrong',
    tag: '0',
    problem: expect.stringContaining('needs a verdict'),
  });
  await changeWork(ports, 'a', { change: { owner: 'Bob' }, by: 'Bob' });
  expect(await send(query, aWorkForm({ verdict: 'attack' }))).toMatchObject({ state: 'moved' });
});

test('a finding that takes no more says so', async () => {
  const add = (note: string) => changeWork(ports, 'a', { change: { note }, by: 'x' });
  for (let at = 0; at < 500; at++) await add(`${at}`);
  const full = await send(await queryOf(), aWorkForm({ tag: '500', note: 'one more' }));
  expect(full).toMatchObject({ state: 'full', problem: expect.stringContaining('500 notes') });
  // Whoever has a link fills nothing up for who has a key.
  await add('one more');
  expect(await workOn(ports, 'a')).toMatchObject({ notes: 501 });
});

describe('nothing is worked by', () => {
  test.each<[string, () => Promise<URLSearchParams>]>([
    ['a link to read', () => queryOf('page')],
    ['a link that leads on', () => queryOf('pages')],
    ['a link to another kind of page', () => queryOf('work', { page: 'days' })],
    ['a link to a report', () => queryOf('work', { page: 'report', day })],
    ['a link that is over', () => queryOf('work', finding, ports.clock())],
    ['a link to no finding', () => queryOf('work', { page: 'finding', id: 'none' })],
    ['no link', async () => new URLSearchParams()],
    [
      'a link to read with another reach',
      async () => new URLSearchParams(`${await queryOf('page')}`.replace('reach=page', 'reach=work')),
    ],
    [
      'a link to another finding',
      async () => new URLSearchParams(`${await queryOf()}`.replace('id=a', 'id=b')),
    ],
  ])('%s', async (_, query) => {
    expect(await send(await query(), aWorkForm({ note: 'x' }))).toEqual({ state: 'nowhere' });
    for (const id of ['a', 'b']) expect(await workOn(ports, id)).toMatchObject({ etag: '0' });
  });

  test('any link where it is off', async () => {
    const query = await queryOf();
    const keys = memoryLinkKeys();
    const on = signedLinks(keys, ports.clock, { linkDays: 14, linkWork: true });
    const off = signedLinks(keys, ports.clock, { linkDays: 14, linkWork: false });
    const href = await on.sign(finding, 'work', until);
    const own = new URL(href, 'https://rarecall.example/api/').searchParams;
    expect(await on.opened(own)).toMatchObject({ reach: 'work' });
    expect(await off.opened(own)).toBeNull();
    expect(await worksBy(own, { links: off })).toBe(false);
    expect(await worksBy(await queryOf('page'), { links })).toBe(false);
    expect(await worksBy(query, { links })).toBe(true);
  });
});

test('what was expected is offered again to who opens it, as to who said so', async () => {
  expect(await offered()).toBeNull();
  const change = { status: 'closed', verdict: 'expected', note: 'Ours.' } as const;
  const said = await changeWork(ports, 'a', { change, by: 'Anna' });
  await changeWork(ports, 'a', { change: { note: 'Later.' }, by: 'Bob' });
  const again = await offered();
  expect(said?.offer).toMatchObject({ ...again, trial: { hidden: 2 }, doubt: null });
  expect(again && (await triedOffer(ports, again))).toEqual(said?.offer);
  expect(said?.offer?.body.suppressions[0]).toMatchObject({
    owner: 'Anna',
    reason: expect.stringMatching(/Ours\.$/),
  });
  await changeWork(ports, 'a', { change: { status: 'new' }, by: 'Anna' });
  expect(await offered()).toBeNull();
});

const offered = async () => {
  const [kept, work] = await Promise.all([ports.findings.find('a'), workOn(ports, 'a')]);
  if (kept === null || work === null) throw new Error('the finding is gone');
  return await offerOn(ports, { ...kept.finding, work });
};
