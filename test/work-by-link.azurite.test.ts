/** A finding worked by its link, and the door that takes forms without a key attacked: the deployed bundle on a real emulator. */
import { request } from 'node:http';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { account } from '../src/adapters/azure/account.ts';
import { findingTable } from '../src/adapters/azure/findings.ts';
import { linkKeyTable } from '../src/adapters/azure/keys/link-keys.ts';
import { endOfDays, type Reach, signedLinks } from '../src/app/links.ts';
import { addDays, dayOf } from '../src/core/count/day.ts';
import { type Azurite, startAzurite } from '../src/host/azurite.ts';
import { build } from '../src/host/build.ts';
import { maxBodyBytes } from '../src/host/http-server.ts';
import { aCluster, aFinding, aWorkForm } from './build.ts';
import { aCall } from './core/show/samples.ts';
import { ask, type Spawned, spawnHost } from './host/spawned.ts';
import { faultsOf } from './openapi.ts';

const day = addDays(dayOf(new Date()), -1);
const formType = 'application/x-www-form-urlencoded';
let azurite: Azurite;
let host: Spawned;
let off: Spawned;
let said = '';
let count = 0;
let id: string;
let link: string;

const table = (name: string) =>
  account({ name: 'AzureWebJobsStorage', connectionString: azurite.connection }).table(name);
const signed = (reach: Reach, until = endOfDays(new Date(), 14), of = id) =>
  signedLinks(
    linkKeyTable(() => table('keys')),
    () => new Date(),
    { linkDays: 14, linkWork: true },
  ).sign({ page: 'finding', id: of }, reach, until);

beforeAll(async () => {
  await build();
  azurite = await startAzurite();
  await signed('page', new Date(), 'x');
  [host, off] = await Promise.all([
    spawnHost(azurite.connection, { RARECALL_LINK_WORK: 'true' }),
    spawnHost(azurite.connection),
  ]);
  for (const stream of [host.child.stdout, host.child.stderr])
    stream?.on('data', (chunk) => {
      said += chunk;
    });
});
afterAll(async () => {
  await Promise.all([host?.kill(), off?.kill()]);
  await azurite?.stop();
});

/** Each test has a finding of its own. */
beforeEach(async () => {
  id = String(++count).padStart(32, '0');
  const calls = [aCall({ namespace: `team-${id}` })];
  await findingTable(() => table('findings')).save(day, aCluster, [aFinding({ id, day, calls })]);
  link = await signed('work');
});

interface Sent {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
}

async function at(method: string, path: string, body?: string, type = formType, where = host): Promise<Sent> {
  const answer = await fetch(`${where.address}/api/${path}`, {
    method,
    redirect: 'manual',
    ...(body === undefined ? {} : { body, headers: { 'content-type': type } }),
  });
  const text = await answer.text();
  const kind = answer.headers.get('content-type');
  if (method !== 'HEAD' && kind !== null) {
    const isJson = kind.includes('json');
    expect(faultsOf(method, '/shared', answer.status, kind, isJson ? JSON.parse(text) : text)).toEqual([]);
  }
  return { status: answer.status, text, headers: answer.headers };
}
const work = async () => (await ask(host, `findings/${id}/work`)).body;

test('a form is sent, and leads back to its page by a way that holds behind any front', async () => {
  const sent = await at('POST', link, aWorkForm({ owner: '<b>Anna', status: 'acknowledged', note: 'a & b' }));
  expect([sent.status, sent.text]).toEqual([303, '']);
  const location = sent.headers.get('location') ?? '';
  expect(location).toBe(link.replace('shared', ''));
  expect(sent.headers.get('cache-control')).toBe('no-store');
  expect(sent.headers.get('referrer-policy')).toBe('no-referrer');
  expect(sent.headers.get('set-cookie')).toBeNull();
  const front = new URL(location, `https://front.example/soc/rarecall/api/${link}`);
  expect(front.href).toBe(`https://front.example/soc/rarecall/api/${link}`);
  const page = await at('GET', link);
  expect(page.text).toContain('<b>acknowledged, of &lt;b&gt;Anna</b>');
  expect(page.text).toContain('(by link) Anna: a &amp; b');
  expect(page.text).toContain('name="tag" value="1"');
  expect(page.headers.get('content-security-policy')).toMatch(/form-action 'self'; sandbox allow-forms$/);
  expect(await work()).toMatchObject({ owner: '<b>Anna', etag: '1', lastNote: { by: '(by link) Anna' } });
});

test('whoever fetches a link changes nothing, whatever stands in it', async () => {
  for (const method of ['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'DELETE'])
    for (const path of [link, `${link}&${aWorkForm({ owner: 'Eve', verdict: 'attack', note: 'x' })}`])
      await at(method, path).catch(() => undefined);
  expect((await at('GET', link)).status).toBe(200);
  expect((await at('HEAD', link)).status).toBe(200);
  expect(await work()).toMatchObject({ etag: '0', history: [] });
});

test('of ten at once one is first; the others see what they typed, and how it stands', async () => {
  const all = await Promise.all(
    Array.from({ length: 10 }, (_, at_) =>
      at('POST', link, aWorkForm({ owner: `owner-${at_}`, note: `note-${at_}` })),
    ),
  );
  expect(all.map(({ status }) => status).sort()).toEqual([303, ...Array.from({ length: 9 }, () => 409)]);
  expect(await work()).toMatchObject({ notes: 1, etag: '1' });
  all.forEach(({ status, text }, at_) => {
    if (status === 303) return;
    expect(text).toContain('has been changed since the page was opened');
    expect(text).toContain(`value="owner-${at_}"`);
    expect(text).toMatch(new RegExp(`>\\nnote-${at_}</textarea>`));
    expect(text).toContain('name="tag" value="1"');
  });
});

test('a form that is sent twice by one press too many is taken once, and both are told so', async () => {
  const body = aWorkForm({ note: 'Once.' });
  const pressed = await Promise.all([at('POST', link, body), at('POST', link, body)]);
  expect(pressed.map(({ status }) => status)).toEqual([303, 303]);
  expect((await at('POST', link, body)).status).toBe(303);
  expect((await at('POST', link, aWorkForm({ note: 'Once more.' }))).status).toBe(409);
  expect(await work()).toMatchObject({ notes: 1 });
});

test('what is wrong is said at the form, in whose fields what was typed is text', async () => {
  const hostile = '</textarea><script>alert(1)</script>';
  const wrong = await at(
    'POST',
    link,
    aWorkForm({ owner: '"><img src=x>', status: 'closed', note: hostile }),
  );
  expect(wrong.status).toBe(400);
  expect(wrong.text).toMatch(/role="alert">closing needs a verdict/);
  expect(wrong.text).toContain('&quot;&gt;&lt;img src=x&gt;');
  expect(wrong.text).not.toMatch(/<script|<img/);
  const twice = `${aWorkForm({ owner: 'Bob' })}&owner=Eve`;
  for (const body of [
    '',
    '%',
    '&&&=',
    twice,
    `${aWorkForm({ note: 'x' })}&id=1`,
    '{"note":"x","by":"x"}',
    aWorkForm({}),
    '%ff=%fe',
  ])
    expect([body, (await at('POST', link, body)).status]).toEqual([body, 400]);
  const { tag: _, ...untagged } = Object.fromEntries(new URLSearchParams(aWorkForm({ note: 'x' })));
  expect((await at('POST', link, new URLSearchParams(untagged).toString())).status).toBe(409);
  expect(await work()).toMatchObject({ etag: '0' });
});

test('what is no form, or too long for one, is refused', async () => {
  for (const type of ['application/json', 'text/plain', 'multipart/form-data; boundary=x', ''])
    expect([type, (await at('POST', link, aWorkForm({ note: 'x' }), type)).status]).toEqual([type, 415]);
  expect((await at('POST', link, aWorkForm({ note: 'x'.repeat(40_000) }))).status).toBe(413);
  // The longest that a browser can send, every character of it three bytes.
  const long = { by: '\u20ac'.repeat(245), owner: '\u20ac'.repeat(256), note: '\u20ac'.repeat(1_999) };
  const most = aWorkForm({ by: `a${long.by}`, owner: `a${long.owner.slice(1)}`, note: `a${long.note}` });
  expect((await at('POST', link, most)).status).toBe(303);
  const huge = await at('POST', link, 'x'.repeat(maxBodyBytes));
  expect(huge.status).toBe(413);
  expect(await work()).toMatchObject({ etag: '1' });
});

test('a form that never comes to its end keeps nobody else waiting', async () => {
  const { hostname, port } = new URL(host.address);
  const open = request({
    hostname,
    port,
    path: `/api/${link}`,
    method: 'POST',
    headers: { 'content-type': formType, 'content-length': 500 },
  });
  open.on('error', () => undefined);
  open.write('note=');
  expect((await at('POST', link, aWorkForm({ note: 'x' }))).status).toBe(303);
  open.destroy();
  expect(await work()).toMatchObject({ notes: 1 });
});

test('no other link, no old one and none that is changed takes a form: all get the page of a dead link', async () => {
  const dead = await at('GET', 'shared');
  const other = '9'.repeat(32);
  const [read, leading, over] = await Promise.all([
    signed('page'),
    signed('pages'),
    signed('work', new Date(Date.now() - 1_000)),
  ]);
  const tricks = [
    'shared',
    read,
    leading,
    over,
    read.replace('reach=page', 'reach=work'),
    leading.replace('reach=pages', 'reach=work'),
    `${read}&reach=work`,
    read.replace('?', '?reach=work&'),
    link.replace('reach=work', 'reach=Work'),
    link.replace(id, other),
    link.replace('?', `?id=${other}&`),
    link.replace(/until=\d+/, 'until=9999999999'),
    link.replace(/signature=./, (found) => (found.endsWith('_') ? 'signature=-' : 'signature=_')),
    await signed('work', endOfDays(new Date(), 15)),
  ];
  for (const trick of tricks)
    for (const [body, type] of [
      [aWorkForm({ note: 'x' }), formType],
      ['{}', 'application/json'],
      ['x'.repeat(50_000), formType],
    ]) {
      const { status, text } = await at('POST', trick, body, type);
      expect([trick, status, text === dead.text]).toEqual([trick, 404, true]);
    }
  expect(await work()).toMatchObject({ etag: '0' });
  // The link is good, and its finding is gone.
  const gone = await at(
    'POST',
    await signed('work', endOfDays(new Date(), 14), other),
    aWorkForm({ note: 'x' }),
  );
  expect([gone.status, gone.text === dead.text]).toEqual([404, true]);
  expect(said).not.toContain(/signature=([\w-]+)/.exec(link)?.[1]);
});

test('where it is off a link to work opens nothing, and one to read has no form', async () => {
  const dead = await at('GET', 'shared', undefined, formType, off);
  for (const answer of [
    await at('GET', link, undefined, formType, off),
    await at('POST', link, aWorkForm({ note: 'x' }), formType, off),
  ])
    expect([answer.status, answer.text]).toEqual([404, dead.text]);
  for (const where of [host, off]) {
    const page = await at('GET', await signed('page'), undefined, formType, where);
    expect(page.status).toBe(200);
    expect(page.text).not.toMatch(/<form/);
    expect(page.headers.get('content-security-policy')).toMatch(/frame-ancestors 'none'; sandbox$/);
  }
  expect(await work()).toMatchObject({ etag: '0' });
});

test('what was expected has its offer on the page, tried in numbers where that is asked for, and sets nothing', async () => {
  const title = 'another finding altogether';
  const others = ['e', 'f'].map((digit) =>
    aFinding({ id: digit.repeat(32), day, title, calls: [aCall({ namespace: `team-${id}` })] }),
  );
  await findingTable(() => table('findings')).save(day, aCluster, [
    aFinding({ id, day, calls: [aCall({ namespace: `team-${id}` })] }),
    ...others,
  ]);
  expect((await at('POST', link, aWorkForm({ verdict: 'expected', note: 'Ours.' }))).status).toBe(303);
  const { text } = await at('GET', link);
  expect(text).toContain(
    `&quot;id&quot;:&quot;expected-${id}&quot;,&quot;owner&quot;:&quot;(by link) Anna&quot;`,
  );
  expect(text).toContain('would have hidden 1 of the 1 call of this finding');
  // Who only fetches the link is spared the reading of thirty days.
  expect(text).not.toContain('of 3 calls');
  const [, asked = ''] = /<a href="(\?[^"]+)" rel="nofollow">What else of the last 30 days/.exec(text) ?? [];
  const query = asked.replaceAll('&amp;', '&').replace(/#work$/, '');
  expect(query).toBe(`${link.replace('shared', '')}&trial=true`);
  const tried = await at('GET', `shared${query}`);
  expect(tried.text).toContain('would have hidden 3 of 3 calls in 3 findings');
  expect(tried.text).not.toMatch(/What else of the last 30 days/);
  for (const page of [text, tried.text]) expect(page).not.toContain(title);
  // A link to read has no trial, however it is asked.
  expect((await at('GET', `${await signed('page')}&trial=true`)).text).not.toContain('of 3 calls');
  expect((await at('GET', await signed('page'))).text).not.toContain('expected-');
  const set = (await ask(host, 'suppressions')).body.suppressions as { shipped?: true }[];
  expect(set.filter(({ shipped }) => shipped !== true)).toEqual([]);
});
