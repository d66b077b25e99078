/** Signed links as those try them who have none, one that is over, or one of something else. */
import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { memoryLinkKeys } from '../../src/adapters/memory/link-keys.ts';
import { endOfDays, endOfPages, keyHeldMs, signedLinks } from '../../src/app/links.ts';
import type { PageRef } from '../../src/core/show/links.ts';

const start = Date.parse('2026-10-01T10:20:30Z');
const finding = { page: 'finding', id: '7b1e0c0ffee' } as const;
const hour = 3_600_000;

function world(linkDays = 14, linkWork = true) {
  let now = start;
  const keys = memoryLinkKeys();
  const read = vi.spyOn(keys, 'read');
  const make = vi.spyOn(keys, 'make');
  const clock = () => new Date(now);
  const process = (days = linkDays) => signedLinks(keys, clock, { linkDays: days, linkWork });
  const pass = (ms: number): void => {
    now += ms;
  };
  return { keys, read, make, clock, process, links: process(), pass };
}

const queryOf = (href: string) => new URL(href, 'https://rarecall.example/api/').searchParams;

/** The same link with something else in it. */
function forged(href: string, over: Readonly<Record<string, string | null>>): URLSearchParams {
  const query = queryOf(href);
  for (const [name, value] of Object.entries(over))
    if (value === null) query.delete(name);
    else query.set(name, value);
  return query;
}

describe('a link', () => {
  test('opens what it names, until it ends', async () => {
    const { links, pass } = world();
    const until = new Date(start + 2 * hour);
    const href = await links.sign(finding, 'page', until);
    expect(href).toMatch(/^shared\?page=finding&id=7b1e0c0ffee&reach=page&until=\d{10}&signature=[\w-]{43}$/);
    const opened = {
      to: finding,
      reach: 'page',
      until: new Date(Math.floor(until.getTime() / 1_000) * 1_000),
    };
    expect(await links.opened(queryOf(href))).toEqual(opened);
    pass(2 * hour - 1_000);
    expect(await links.opened(queryOf(href))).toEqual(opened);
    pass(1_000);
    expect(await links.opened(queryOf(href))).toBeNull();
  });

  test('to work reaches one finding, and is there where somebody has turned it on', async () => {
    const until = new Date(start + hour);
    const { links } = world();
    const query = queryOf(await links.sign(finding, 'work', until));
    expect(await links.opened(query)).toMatchObject({ to: finding, reach: 'work' });
    for (const reach of ['page', 'pages']) {
      query.set('reach', reach);
      expect(await links.opened(query)).toBeNull();
    }
    for (const to of [{ page: 'days' }, { page: 'clusters' }, { page: 'report', day: '2026-09-30' }] as const)
      expect(await links.opened(queryOf(await links.sign(to, 'work', until)))).toBeNull();
    const off = world(14, false).links;
    expect(await off.opened(queryOf(await off.sign(finding, 'work', until)))).toBeNull();
    expect(await off.opened(queryOf(await off.sign(finding, 'page', until)))).not.toBeNull();
  });

  test('is the same all day, and lasts for whole days at the least', () => {
    const ends = ['2026-10-01T00:00:00Z', '2026-10-01T23:59:59.999Z'].map((at) =>
      endOfDays(new Date(at), 14).toISOString(),
    );
    expect(ends).toEqual(['2026-10-16T00:00:00.000Z', '2026-10-16T00:00:00.000Z']);
    expect(endOfPages(new Date('2026-10-01T10:00:00Z')).toISOString()).toBe('2026-10-01T23:00:00.000Z');
    expect(endOfPages(new Date('2026-10-01T10:59:59Z')).toISOString()).toBe('2026-10-01T23:00:00.000Z');
  });

  test('on a page leads on as long as the page itself, and with its reach', async () => {
    const { links } = world();
    const until = endOfPages(new Date(start));
    const href = (await links.hrefs(until))({ page: 'report', day: '2026-09-30' }) ?? '';
    expect(await links.opened(queryOf(href))).toEqual({
      to: { page: 'report', day: '2026-09-30' },
      reach: 'pages',
      until,
    });
  });

  test('carries any name whole, and no other of the same look', async () => {
    const { links } = world();
    const until = new Date(start + hour);
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 }), async (id) => {
        const query = queryOf(await links.sign({ page: 'finding', id }, 'page', until));
        expect((await links.opened(query))?.to).toEqual({ page: 'finding', id });
      }),
    );
    const query = queryOf(await links.sign({ page: 'finding', id: 'caf\u00e9' }, 'page', until));
    query.set('id', 'cafe\u0301');
    expect(await links.opened(query)).toBeNull();
  });
});

describe('whoever has no link of his own gets in by', () => {
  const until = new Date(start + 5 * 24 * hour);

  test.each([
    ['a later end', { until: String(until.getTime() / 1_000 + 1) }],
    ['an earlier end', { until: String(until.getTime() / 1_000 - 1) }],
    ['an end in other digits', { until: '１７９１３５００００' }],
    ['the end with a zero before it', { until: `0${until.getTime() / 1_000}` }],
    ['an end with a sign', { until: `+${until.getTime() / 1_000}` }],
    ['an end in the next thousand years', { until: '99999999999' }],
    ['no end', { until: null }],
    ['another finding', { id: '7b1e0c0ffef' }],
    ['a part of the finding', { id: '7b1e0c0ffe' }],
    ['a finding by another name', { id: '../findings/7b1e0c0ffee' }],
    ['an id that is escaped twice', { id: '7b1e0c0ffe%65' }],
    ['an id with a zero in it', { id: '7b1e0c0ffee\0' }],
    ['an id in look-alikes', { id: '７b1e0c0ffee' }],
    ['no id', { id: null }],
    ['an empty id', { id: '' }],
    ['a very long id', { id: 'a'.repeat(100_000) }],
    ['more reach', { reach: 'pages' }],
    ['a reach to change something', { reach: 'work' }],
    ['a reach there is not', { reach: 'all' }],
    ['another page', { page: 'report', day: '2026-09-30' }],
    ['a page of its id', { page: 'report', day: '7b1e0c0ffee' }],
    ['what every object has', { page: 'constructor' }],
    ['a prototype', { page: '__proto__' }],
    ['no page', { page: null }],
    ['no signature', { signature: null }],
    ['an empty signature', { signature: '' }],
    ['a signature of nothing', { signature: 'A'.repeat(43) }],
    ['a signature that is too long', { signature: 'A'.repeat(44) }],
    ['a signature in other characters', { signature: 'é'.repeat(43) }],
    ['a signature of astral characters', { signature: '𝒜'.repeat(43) }],
    ['a signature that is very long', { signature: 'A'.repeat(1_000_000) }],
  ] as const)('no door: %s', async (_, over) => {
    const { links } = world();
    const href = await links.sign(finding, 'page', until);
    expect(await links.opened(queryOf(href))).not.toBeNull();
    expect(await links.opened(forged(href, over))).toBeNull();
  });

  test('no other writing of the same bytes: one signature is one text', async () => {
    const { links } = world();
    const href = await links.sign(finding, 'page', until);
    const signature = queryOf(href).get('signature') ?? '';
    // The last of 43 characters of base64 has two bits that say nothing.
    const twins = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const others = [...twins].map((last) => signature.slice(0, -1) + last).filter((one) => one !== signature);
    const same = others.filter((one) =>
      Buffer.from(one, 'base64url').equals(Buffer.from(signature, 'base64url')),
    );
    expect(same).toHaveLength(3);
    for (const one of others) expect(await links.opened(forged(href, { signature: one }))).toBeNull();
  });

  test('no change of one character of any part', async () => {
    const { links } = world();
    const href = await links.sign(finding, 'page', until);
    const at = href.indexOf('?') + 1;
    for (let index = at; index < href.length; index++) {
      const changed = `${href.slice(0, index)}${href[index] === 'x' ? 'y' : 'x'}${href.slice(index + 1)}`;
      expect(await links.opened(queryOf(changed))).toBeNull();
    }
  });

  test('no second value beside the signed one, and nothing else beside it counts', async () => {
    const { links } = world();
    const href = await links.sign(finding, 'page', until);
    for (const more of ['id=7b1e0c0ffef', 'until=9999999999', 'reach=pages', 'page=report&day=2026-09-30'])
      expect((await links.opened(queryOf(`${href}&${more}`)))?.to).toEqual(finding);
    expect(await links.opened(queryOf(href.replace('?', '?id=7b1e0c0ffef&')))).toBeNull();
  });

  test('no text that two links share: names cannot run into each other', async () => {
    const { links } = world();
    const sly: PageRef = { page: 'finding', id: '7b1e","reach":"pages' };
    const query = queryOf(await links.sign(sly, 'page', until));
    query.set('reach', 'pages');
    query.set('id', '7b1e');
    expect(await links.opened(query)).toBeNull();
  });

  test('no name that is longer than any there is, whoever signed it', async () => {
    const { links } = world();
    const of = (id: string) => links.sign({ page: 'finding', id }, 'page', until);
    expect(await links.opened(queryOf(await of('a'.repeat(1_000))))).not.toBeNull();
    expect(await links.opened(queryOf(await of('a'.repeat(1_001))))).toBeNull();
  });

  test('no key that he guesses', async () => {
    const { links } = world();
    const query = queryOf(await links.sign(finding, 'page', until));
    const text = JSON.stringify(['rarecall link', 1, 'page', until.getTime() / 1_000, 'finding', finding.id]);
    for (const key of ['', 'rarecall', '\0'.repeat(32)])
      query.set('signature', createHmac('sha256', key).update(text).digest('base64url'));
    expect(await links.opened(query)).toBeNull();
  });
});

describe('the key', () => {
  const until = new Date(start + 5 * 24 * hour);

  test('is made by who signs, and never by a stranger at the door', async () => {
    const { links, make, process } = world();
    const stranger = queryOf(await world().links.sign(finding, 'page', until));
    expect(await links.opened(stranger)).toBeNull();
    expect(make).not.toHaveBeenCalled();
    const href = await links.sign(finding, 'page', until);
    expect(make).toHaveBeenCalledOnce();
    expect(await process().opened(queryOf(href))).not.toBeNull();
  });

  test('is asked for once a minute, however many knock; what cannot be a link asks for nothing', async () => {
    const { links, read, pass } = world();
    const href = await links.sign(finding, 'page', until);
    read.mockClear();
    const wrong = forged(href, { signature: 'A'.repeat(43) });
    for (let knocks = 0; knocks < 1_000; knocks++) await links.opened(wrong);
    expect(read).not.toHaveBeenCalled();
    pass(keyHeldMs);
    await Promise.all(Array.from({ length: 1_000 }, () => links.opened(wrong)));
    expect(read).toHaveBeenCalledOnce();
    pass(keyHeldMs);
    for (const over of [
      { signature: '' },
      { until: '1' },
      { until: '1000000000' },
      { page: 'x' },
      { id: '' },
    ])
      await links.opened(forged(href, over));
    expect(read).toHaveBeenCalledOnce();
  });

  test('that is deleted while the app runs opens nothing a minute later, and another is made', async () => {
    const { links, keys, pass, process } = world();
    const old = await links.sign(finding, 'page', until);
    keys.forget();
    pass(keyHeldMs);
    expect(await links.opened(queryOf(old))).toBeNull();
    const href = await process().sign(finding, 'page', until);
    expect(queryOf(href).get('signature')).not.toBe(queryOf(old).get('signature'));
    // Made by another process: this one believes for some seconds that there is none.
    pass(5_000);
    expect(await links.opened(queryOf(href))).not.toBeNull();
    expect(await links.opened(queryOf(old))).toBeNull();
  });

  test('that cannot be read is asked for again, and opens nothing until then', async () => {
    const { links, read, process } = world();
    const href = await links.sign(finding, 'page', until);
    const other = process();
    read.mockRejectedValueOnce(new Error('no answer'));
    await expect(other.opened(queryOf(href))).rejects.toThrow('no answer');
    expect(await other.opened(queryOf(href))).not.toBeNull();
  });
});

test('fewer days hold for the links that are out there too, and none for all of them', async () => {
  const { links, process, clock, read } = world();
  const href = await links.sign(finding, 'page', endOfDays(clock(), 14));
  expect(await process(14).opened(queryOf(href))).not.toBeNull();
  expect(await process(13).opened(queryOf(href))).toBeNull();
  read.mockClear();
  expect(await process(0).opened(queryOf(href))).toBeNull();
  expect(read).not.toHaveBeenCalled();
  const today = await links.sign(finding, 'page', new Date(start + hour));
  expect(await process(0).opened(queryOf(today))).toBeNull();
  const hrefOf = await process(0).hrefs(endOfPages(clock()));
  expect(hrefOf({ page: 'report', day: '2026-09-30' })).toBe('report?day=2026-09-30');
  expect(hrefOf(finding)).toBe(`findings/${finding.id}?format=html`);
  expect(hrefOf({ page: 'days' })).toBe('findings?format=html');
  expect(hrefOf({ page: 'clusters' })).toBe('clusters?format=html');
  expect(hrefOf({ page: 'actor', user: 'a&b', cluster: '/id' })).toBe(
    'findings?format=html&user=a%26b&cluster=%2Fid',
  );
});
