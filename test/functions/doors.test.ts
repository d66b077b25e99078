/** Each door alone: what it asks the app, and what it makes of the answer. The app is one that only remembers. */
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { ConfigError, ConflictError, TooMuchError } from '../../src/errors.ts';
import { invocation, request } from './invocation.ts';

const { asked, answers } = vi.hoisted(() => ({
  asked: [] as unknown[][],
  answers: new Map<string, unknown>(),
}));

vi.mock('../../src/compose.ts', () => ({
  compose: () =>
    new Proxy(
      {},
      {
        get: (_, name: string) =>
          name === 'then'
            ? undefined
            : name === 'now'
              ? () => new Date('2026-10-01T00:00:00Z')
              : name === 'logNamed'
                ? (url: string) => {
                    asked.push([name, url]);
                    return url.startsWith('https://a.blob.example/logs/') ? url.slice(28) : null;
                  }
                : async (...args: unknown[]) => {
                    asked.push([name, ...args]);
                    const answer = answers.get(name);
                    if (answer instanceof Error) throw answer;
                    return answer;
                  },
      },
    ),
}));

// The binding is of the bundle, and tested with it.
vi.mock('../../src/adapters/blob-binding.ts', async (original) => ({
  ...(await original<typeof import('../../src/adapters/blob-binding.ts')>()),
  registerBlobBinding: () => undefined,
}));

// Without a host each file says on load that it registers nothing.
vi.spyOn(console, 'warn').mockImplementation(() => undefined);

const { calls } = await import('../../functions/calls.ts');
const { clusters } = await import('../../functions/clusters.ts');
const { finding, work } = await import('../../functions/finding.ts');
const { findings } = await import('../../functions/findings.ts');
const { forgetOld } = await import('../../functions/forget-old.ts');
const { health } = await import('../../functions/health.ts');
const { ingestAnnounced } = await import('../../functions/ingest-announced.ts');
const { ingestGrown } = await import('../../functions/ingest-grown.ts');
const { ingestLog } = await import('../../functions/ingest-log.ts');
const { openapi } = await import('../../functions/openapi.ts');
const { rankCluster } = await import('../../functions/rank-cluster.ts');
const { rankDay } = await import('../../functions/rank-day.ts');
const { rankNow } = await import('../../functions/rank-now.ts');
const { report } = await import('../../functions/report.ts');
const { search, searches } = await import('../../functions/searches.ts');
const { shared } = await import('../../functions/anonymous/shared.ts');
const { changeSuppressions, suppressions } = await import('../../functions/suppressions.ts');
const { sweepLogs } = await import('../../functions/sweep-logs.ts');
const { tellFindings } = await import('../../functions/tell-findings.ts');

beforeEach(() => {
  asked.length = 0;
  answers.clear();
});

const { context } = invocation();
const timer = {
  isPastDue: false,
  schedule: { adjustForDST: false },
  scheduleStatus: { last: '', next: '', lastUpdated: '' },
};
const bodyOf = ({ body, jsonBody }: { body?: unknown; jsonBody?: unknown }) =>
  jsonBody === undefined ? String(body) : jsonBody;

describe('timers and queues', () => {
  test.each([
    ['forget', forgetOld],
    ['rankDays', rankDay],
    ['sweep', sweepLogs],
    ['tell', tellFindings],
  ] as const)('a timer asks to %s, and fails where that fails', async (name, door) => {
    await door(timer, context);
    // Whoever watches is told how Rarecall is, whatever became of the work.
    const watched = name === 'tell' ? [['watched']] : [];
    expect(asked).toEqual([[name], ...watched]);
    answers.set(name, new Error('storage is away'));
    await expect(door(timer, context)).rejects.toThrow('storage is away');
    expect(asked.slice(1 + watched.length)).toEqual([[name], ...watched]);
  });

  test('a message asks for its blob to be counted', async () => {
    await ingestGrown({ blob: 'a/PT1H.json' }, context);
    expect(asked).toEqual([['ingest', 'a/PT1H.json']]);
    await expect(ingestGrown('a/PT1H.json', context)).rejects.toThrow('names no log blob');
    answers.set('ingest', new Error('storage is away'));
    await expect(ingestGrown({ blob: 'a/PT1H.json' }, context)).rejects.toThrow('storage is away');
  });

  test('a log blob asks to be counted by its name', async () => {
    await ingestLog({ blobClient: { name: 'a/PT1H.json' } }, context);
    expect(asked).toEqual([['ingestAnnounced', 'a/PT1H.json']]);
  });

  test('an event of Event Grid asks for its log blob to be counted, in either schema', async () => {
    const data = { api: 'PutBlob', url: 'https://a.blob.example/logs/a/PT1H.json' };
    for (const event of [
      { eventType: 'Microsoft.Storage.BlobCreated', data },
      { type: 'Microsoft.Storage.BlobCreated', specversion: '1.0', data },
    ]) {
      asked.length = 0;
      await ingestAnnounced(event, context);
      expect(asked).toEqual([
        ['logNamed', data.url],
        ['ingestAnnounced', 'a/PT1H.json'],
      ]);
    }
    answers.set('ingestAnnounced', new Error('storage is away'));
    await expect(
      ingestAnnounced({ eventType: 'Microsoft.Storage.BlobCreated', data }, context),
    ).rejects.toThrow('storage is away');
  });

  test.each([
    ['of another kind', { eventType: 'Microsoft.Storage.BlobDeleted', data: { url: 'https://a/logs/x' } }],
    ['without an address', { eventType: 'Microsoft.Storage.BlobCreated', data: {} }],
    [
      'with an address elsewhere',
      { eventType: 'Microsoft.Storage.BlobCreated', data: { url: 'https://b/x' } },
    ],
    ['that is a text', 'https://a.blob.example/logs/a/PT1H.json'],
    ['that is nothing', null],
  ])('a message %s is dropped with a warning that repeats nothing of it', async (_, message) => {
    const { context: own, warnings } = invocation();
    await ingestAnnounced(message, own);
    expect(asked.filter(([name]) => name === 'ingestAnnounced')).toEqual([]);
    expect(warnings).toEqual(['ingest: a message names no blob of the log container; it is dropped']);
  });

  test('a message asks for its cluster and day to be ranked', async () => {
    const message = { cluster: { id: '/s/shop', name: 'shop' }, day: '2026-10-31' };
    await rankCluster(message, context);
    expect(asked).toEqual([['rankMessage', message.cluster, message.day]]);
    await expect(rankCluster({ day: '2026-10-31' }, context)).rejects.toThrow('names no cluster');
    answers.set('rankMessage', new Error('storage is away'));
    await expect(rankCluster(message, context)).rejects.toThrow('storage is away');
  });
});

describe('questions', () => {
  test('a bad one is 400 with its fault, and asks nothing of the app', async () => {
    for (const answer of [
      await calls(request('calls?odd=1'), context),
      await clusters(request('clusters?odd=1'), context),
      await findings(request('findings?odd=1'), context),
      await report(request('report?odd=1'), context),
      await suppressions(request('suppressions?odd=1'), context),
      await work(request('findings/f-1/work?odd=1', { params: { id: 'f-1' } }), context),
      await changeSuppressions(request('suppressions?odd=1', { method: 'PUT', body: '[]' }), context),
    ]) {
      expect(answer.status).toBe(400);
      expect(bodyOf(answer)).toContain('there is no parameter odd');
    }
    expect(asked).toEqual([]);
  });

  test('calls are JSON, or CSV where asked', async () => {
    answers.set('calls', { ranking: 'rare', rows: [] });
    const answer = await calls(request('calls?ranking=rare&limit=3'), context);
    expect([answer.status, bodyOf(answer)]).toEqual([200, { ranking: 'rare', rows: [] }]);
    expect(asked).toMatchObject([['calls', { ranking: 'rare', limit: 3, format: 'json' }]]);
    expect(bodyOf(await calls(request('calls?ranking=rare&format=csv'), context))).toMatch(/^sourceIPs/);
    answers.set('calls', { ranking: 'surprise', calls: [] });
    const csv = await calls(request('calls?format=csv'), context);
    expect(bodyOf(csv)).toMatch(/^rank,/);
    expect(csv.headers).not.toHaveProperty('rarecall-next');
    answers.set('calls', { ranking: 'surprise', calls: [], next: 'MTA' });
    const page = await calls(request('calls?format=csv'), context);
    expect(page.headers).toMatchObject({ 'rarecall-next': 'MTA' });
  });

  test('findings are JSON, or CSV where asked', async () => {
    answers.set('findings', { findings: [] });
    expect(bodyOf(await findings(request('findings?day=2026-10-31'), context))).toEqual({ findings: [] });
    expect(asked).toMatchObject([['findings', { day: '2026-10-31' }]]);
    const csv = await findings(request('findings?format=csv'), context);
    expect(csv.headers).toMatchObject({ 'content-type': 'text/csv; charset=utf-8' });
    answers.set('findings', { note: 'No log was counted for this day.', findings: [], damaged: 1 });
    const noted = await findings(request('findings?format=csv'), context);
    expect(noted.headers).toMatchObject({
      'rarecall-note': 'No log was counted for this day.',
      'rarecall-damaged': '1',
    });
  });

  test('a finding is asked for by its id, and may not be there', async () => {
    answers.set('finding', { id: 'f-1' });
    const found = await finding(request('findings/f-1', { params: { id: 'f-1' } }), context);
    expect([found.status, bodyOf(found)]).toEqual([200, { id: 'f-1' }]);
    answers.set('finding', null);
    const none = await finding(request('findings/'), context);
    expect([none.status, bodyOf(none)]).toEqual([404, expect.stringContaining('no finding of this id')]);
    expect(asked).toEqual([
      ['finding', 'f-1'],
      ['finding', ''],
    ]);
  });

  test('searches are listed, and one is asked for by its name', async () => {
    expect(bodyOf(await searches(request('searches'), context))).toMatchObject({
      searches: expect.arrayContaining([expect.objectContaining({ name: 'scan' })]),
    });
    expect(asked).toEqual([]);
    const ask = (name: string, query = '') =>
      search(request(`searches/${name}${query}`, { params: { name } }), context);
    answers.set('search', { columns: ['user'], rows: [{ user: 'ana' }], notes: ['a', 'b'], next: 'more' });
    expect(bodyOf(await ask('scan', '?day=2026-10-01'))).toEqual(answers.get('search'));
    expect(asked).toEqual([
      ['search', 'scan', expect.objectContaining({ days: { from: '2026-10-01', to: '2026-10-01' } })],
    ]);
    const csv = await ask('scan', '?format=csv');
    expect(csv).toMatchObject({ status: 200, body: 'user\r\nana\r\n' });
    expect(csv.headers).toMatchObject({ 'rarecall-note': 'a b', 'rarecall-next': 'more' });
  });

  test('a search that is not known, badly asked, or only for files, asks nothing of the app', async () => {
    const ask = async (name: string, query = '') => {
      const answer = await search(request(`searches/${name}${query}`, { params: { name } }), context);
      expect(answer.headers).toMatchObject({ 'content-type': 'application/problem+json' });
      return [answer.status, JSON.parse(String(answer.body)).detail];
    };
    expect(await ask('toString')).toEqual([404, expect.stringContaining('/api/searches')]);
    expect(await ask('scan', '?day=x')).toEqual([400, expect.stringContaining('day must be')]);
    expect(await ask('scan', '?strict=true')).toEqual([
      422,
      expect.stringContaining('rarecall hunt --search'),
    ]);
    expect(asked).toEqual([]);
  });

  test('findings, one of them, and clusters are pages where asked', async () => {
    answers.set('page', '<!doctype html>');
    const all = await findings(request('findings?format=html&from=2026-10-01'), context);
    expect([all.status, bodyOf(all)]).toEqual([200, '<!doctype html>']);
    expect(all.headers).toMatchObject({ 'content-type': 'text/html; charset=utf-8' });
    await findings(request('findings?format=html&user=ana&cluster=aks-1'), context);
    await findings(request('findings?format=html&user=ana'), context);
    await finding(request('findings/f-1?format=html', { params: { id: 'f-1' } }), context);
    await clusters(request('clusters?format=html&to=2026-10-02'), context);
    expect(asked).toMatchObject([
      ['page', { page: 'days' }, { from: '2026-10-01', to: null }],
      ['page', { page: 'actor', user: 'ana', cluster: 'aks-1' }, { from: null, to: null }],
      ['page', { page: 'actor', user: 'ana', cluster: '' }, {}],
      ['page', { page: 'finding', id: 'f-1' }, {}, 1],
      ['page', { page: 'clusters' }, { from: null, to: '2026-10-02' }],
    ]);
    answers.set('page', null);
    const none = await finding(request('findings/x?format=html', { params: { id: 'x' } }), context);
    expect([none.status, bodyOf(none)]).toEqual([404, expect.stringContaining('no finding of this id')]);
    const odd = await finding(request('findings/x?format=csv', { params: { id: 'x' } }), context);
    expect(odd.status).toBe(400);
  });

  test('clusters are asked for by their range', async () => {
    answers.set('clusters', []);
    answers.set('archive', []);
    const answer = await clusters(request('clusters?from=2026-10-01&to=2026-10-31'), context);
    expect(bodyOf(answer)).toEqual({ clusters: [], archive: [] });
    expect(asked).toEqual([['clusters', '2026-10-01', '2026-10-31'], ['archive']]);
  });

  test('health and the document of what can be asked are JSON', async () => {
    answers.set('health', { status: 'ok' });
    expect(bodyOf(await health(request('health'), context))).toEqual({ status: 'ok' });
    await health(request('health?deep=true'), context);
    expect(asked).toEqual([
      ['health', false],
      ['health', true],
    ]);
    // Without settings that can be meant there is nobody to ask: they are the answer.
    answers.set('health', new ConfigError('RARECALL_ROW_BUDGET must be a whole number'));
    vi.stubEnv('RARECALL_ROW_BUDGET', 'many');
    const { status, jsonBody } = await health(request('health'), context);
    expect(status).toBe(200);
    expect(jsonBody).toMatchObject({ status: 'degraded', clusters: null });
    expect(JSON.stringify(jsonBody)).toContain('RARECALL_ROW_BUDGET must be a whole number');
    vi.unstubAllEnvs();
    expect(bodyOf(await openapi(request('openapi.json'), context))).toMatchObject({
      openapi: expect.stringMatching(/^3\./),
    });
  });

  test('a parameter that there is not is refused by all, before anything is asked', async () => {
    const doors = { calls, clusters, findings, health, openapi, report, searches, suppressions };
    for (const [path, door] of Object.entries(doors))
      expect([path, await door(request(`${path}?nothing=1`), context)]).toMatchObject([
        path,
        { status: 400 },
      ]);
    const params = { id: 'a'.repeat(32), name: 'scan', day: '2026-10-31' };
    for (const door of [finding, work, search, rankNow, changeSuppressions])
      expect((await door(request('x?nothing=1', { params }), context)).status).toBe(400);
    expect((await health(request('health?deep=maybe'), context)).status).toBe(400);
    expect(asked).toEqual([]);
  });

  test('the report is a page of the day asked for', async () => {
    answers.set('report', '<!doctype html>');
    const answer = await report(request('report?day=2026-10-31'), context);
    expect([answer.status, bodyOf(answer)]).toEqual([200, '<!doctype html>']);
    expect(answer.headers).toMatchObject({ 'content-type': 'text/html; charset=utf-8' });
    await report(request('report'), context);
    expect(asked).toEqual([
      ['report', '2026-10-31'],
      ['report', null],
    ]);
  });

  test('a link is answered with its page, or with one and the same page whatever is wrong with it', async () => {
    answers.set('shared', { html: '<!doctype html>', sentTo: null });
    const good = await shared(request('shared?page=finding&signature=a'), context);
    expect([good.status, bodyOf(good)]).toEqual([200, '<!doctype html>']);
    expect(String(asked[0]?.[1])).toBe('page=finding&signature=a');
    answers.set('shared', null);
    const bad = await Promise.all(
      ['', '?page=finding&signature=b', `?id=${'a'.repeat(9_000)}`].map((query) =>
        shared(request(`shared${query}`), context),
      ),
    );
    for (const answer of bad) expect([answer.status, bodyOf(answer)]).toEqual([404, bodyOf(bad[0] ?? {})]);
    for (const { headers } of [good, ...bad])
      expect(headers).toMatchObject({
        'cache-control': 'no-store',
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': expect.stringMatching(/^default-src 'none';.*sandbox$/),
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
      });
  });

  test('a form is taken by a link to work alone, as a form, and of its size', async () => {
    answers.set('shared', null);
    const dead = bodyOf(await shared(request('shared'), context));
    const type = 'application/x-www-form-urlencoded';
    const post = (body = 'note=x', headers: Record<string, string> = { 'content-type': type }) =>
      shared(request('shared?reach=work', { method: 'POST', body, headers }), context);
    answers.set('worksBy', false);
    for (const answer of [await post(), await post('x'.repeat(99_999)), await post('{}', {})])
      expect([answer.status, bodyOf(answer)]).toEqual([404, dead]);
    expect(asked.map(([name]) => name)).toEqual(['shared', 'worksBy', 'worksBy', 'worksBy']);

    answers.set('worksBy', true);
    for (const other of ['', 'text/plain', 'application/json', 'multipart/form-data', `${type}x`, `x${type}`])
      expect((await post('note=x', { 'content-type': other })).status).toBe(415);
    expect((await post('x'.repeat(32_769))).status).toBe(413);
    expect((await post('\u20ac'.repeat(10_923))).status).toBe(413);
    expect(asked.map(([name]) => name)).not.toContain('workByLink');

    answers.set('workByLink', { state: 'done', query: '?page=finding' });
    const done = await post('note=x', { 'content-type': `${type.toUpperCase()}; charset=UTF-8` });
    expect(done).toMatchObject({
      status: 303,
      headers: { location: '?page=finding', 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' },
    });
    expect(asked.at(-1)?.map(String)).toEqual(['workByLink', 'reach=work', 'note=x']);
    answers.set('workByLink', { state: 'nowhere' });
    expect([(await post()).status, bodyOf(await post())]).toEqual([404, dead]);

    answers.set('shared', { html: '<form>', sentTo: ['https://a.example'] });
    for (const [state, status] of [
      ['wrong', 400],
      ['moved', 409],
      ['full', 422],
    ] as const) {
      answers.set('workByLink', { state });
      const again = await post();
      expect([again.status, bodyOf(again)]).toEqual([status, '<form>']);
      expect(asked.at(-1)).toEqual(['shared', expect.anything(), { state }]);
      expect(again.headers).toMatchObject({
        'cache-control': 'no-store',
        'content-security-policy': expect.stringMatching(
          /^default-src 'none';.*; form-action 'self' https:\/\/a\.example; sandbox allow-forms$/,
        ),
      });
    }
    answers.set('shared', null);
    expect((await post()).status).toBe(404);
  });

  test('a day is asked to be ranked again, if it is one', async () => {
    answers.set('rankDays', [{ id: '/s/shop', name: 'shop' }]);
    const rank = (day: string) =>
      rankNow(request(`days/${day}/rank`, { method: 'POST', params: { day } }), context);
    const answer = await rank('2026-10-31');
    expect([answer.status, bodyOf(answer)]).toEqual([202, { day: '2026-10-31', clusters: ['shop'] }]);
    expect(asked).toEqual([['rankDays', ['2026-10-31']]]);
    expect((await rank('2026-10-32')).status).toBe(400);
    expect((await rankNow(request('days//rank', { method: 'POST' }), context)).status).toBe(400);
    expect(asked).toHaveLength(1);
  });
});

describe('work', () => {
  const state = { status: 'new', etag: '3' };
  const ask = (method: string, body?: unknown, headers: Record<string, string> = {}) =>
    work(
      request('findings/f-1/work', {
        method,
        headers,
        params: { id: 'f-1' },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      }),
      context,
    );
  const by = 'anna@example.com';
  const seen = { 'if-match': '"3"' };

  beforeEach(() => {
    answers.set('work', { ...state, history: [] });
    answers.set('changeWork', { work: state, changed: true });
  });

  test('is shown with its tag, and asking changes nothing', async () => {
    const answer = await ask('GET');
    expect([answer.status, bodyOf(answer)]).toEqual([200, { finding: 'f-1', ...state, history: [] }]);
    expect(answer.headers).toMatchObject({ etag: '"3"' });
    answers.set('work', null);
    expect((await ask('GET')).status).toBe(404);
    // Who previews links asks with what a link may hold.
    await ask('HEAD');
    expect(asked.filter(([name]) => name !== 'work')).toEqual([]);
  });

  test('is changed as it was read, by who says so', async () => {
    const answer = await ask('PATCH', { status: 'acknowledged', owner: null, by }, seen);
    expect([answer.status, bodyOf(answer)]).toEqual([200, { finding: 'f-1', ...state }]);
    expect(answer.headers).toMatchObject({ etag: '"3"' });
    await ask('PATCH', { verdict: 'attack', by }, { 'if-match': '*' });
    await ask('PATCH', { note: 'x', by });
    await ask('PATCH', { note: 'x', by }, { 'if-match': '"7", "8"' });
    expect(asked.map(([, id, change, expected]) => [id, change, expected])).toEqual([
      ['f-1', { ok: true, change: { status: 'acknowledged', owner: null }, by }, ['3']],
      ['f-1', { ok: true, change: { status: 'closed', verdict: 'attack' }, by }, '*'],
      ['f-1', { ok: true, change: { note: 'x' }, by }, undefined],
      ['f-1', { ok: true, change: { note: 'x' }, by }, ['7', '8']],
    ]);
  });

  test('is changed by who is signed in, where somebody is', async () => {
    const signedIn = { 'x-ms-client-principal-name': 'bob@example.com' };
    await ask('PATCH', { note: 'x', by }, signedIn);
    await ask('PATCH', { note: 'x' }, signedIn);
    expect(asked.map(([, , change]) => change)).toEqual([
      expect.objectContaining({ by: 'bob@example.com' }),
      expect.objectContaining({ by: 'bob@example.com' }),
    ]);
  });

  test('that was expected comes with what would have hidden it', async () => {
    answers.set('changeWork', { work: state, changed: true, offer: { body: { suppressions: [] } } });
    const answer = await ask('PATCH', { verdict: 'expected', by }, seen);
    expect(bodyOf(answer)).toMatchObject({ offer: { body: { suppressions: [] } } });
  });

  test.each<[string, unknown, Record<string, string>, number]>([
    ['no JSON', '{"status', seen, 400],
    ['nothing', '', seen, 400],
    ['no author', { note: 'x' }, seen, 400],
    ['a closing without a verdict', { status: 'closed', by }, seen, 400],
    ['a status that nobody has read before', { status: 'acknowledged', by }, {}, 428],
    ['an owner that nobody has read before', { owner: 'x', by }, {}, 428],
    ['a verdict that nobody has read before', { verdict: 'attack', by, note: 'x' }, {}, 428],
    ['a long body', `{"note":"${'x'.repeat(20_000)}"}`, seen, 413],
  ])('%s asks nothing of the app', async (_, body, headers, status) => {
    const answer = await ask('PATCH', body, headers);
    expect(answer.status).toBe(status);
    expect(answer.headers).toMatchObject({ 'content-type': 'application/problem+json' });
    expect(asked).toEqual([]);
  });

  test('of a finding that is not there, that has moved, or that is full', async () => {
    const answerOf = async (answer: unknown) => {
      answers.set('changeWork', answer);
      return (await ask('PATCH', { note: 'x', by }, seen)).status;
    };
    expect(await answerOf(null)).toBe(404);
    expect(await answerOf(new ConflictError('moved'))).toBe(412);
    expect(await answerOf(new TooMuchError('full'))).toBe(422);
  });
});

describe('suppressions', () => {
  const one = {
    id: 'nightly',
    owner: 'platform@example.com',
    reason: 'The nightly check.',
    expires: '2026-12-31',
    match: { user: 'anna@example.com' },
  };
  const trial = { findings: 14 };
  const kept = (...added: string[]) => ({ state: 'kept', added, trial });
  const put = (body: unknown, query = '', headers: Record<string, string> = {}) =>
    changeSuppressions(
      request(`suppressions${query}`, {
        method: 'PUT',
        headers,
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
      context,
    );
  beforeEach(() => {
    answers.set('suppressions', [{ suppression: one, version: 'v-1' }]);
    answers.set('damagedSuppressions', []);
    answers.set('setSuppressions', kept());
  });

  test('are listed, or one of them with its version', async () => {
    expect(bodyOf(await suppressions(request('suppressions'), context))).toEqual({ suppressions: [one] });
    const single = await suppressions(request('suppressions?id=nightly'), context);
    expect([single.status, bodyOf(single)]).toEqual([200, one]);
    expect(single.headers).toMatchObject({ etag: '"v-1"' });
    answers.set('suppressions', []);
    expect((await suppressions(request('suppressions?id=nightly'), context)).status).toBe(404);
    expect((await suppressions(request('suppressions?id=No%20Id'), context)).status).toBe(404);
  });

  test('are taken away by id, and only in the version that was read', async () => {
    answers.set('removeSuppression', true);
    const remove = (query: string, headers: Record<string, string> = {}) =>
      changeSuppressions(request(`suppressions${query}`, { method: 'DELETE', headers }), context);
    expect((await remove('?id=nightly', { 'if-match': '"v-1"' })).status).toBe(204);
    expect((await remove('?id=nightly')).status).toBe(204);
    expect(asked.filter(([name]) => name === 'removeSuppression')).toEqual([
      ['removeSuppression', 'nightly', ['v-1']],
      ['removeSuppression', 'nightly', undefined],
    ]);
    expect((await remove('')).status).toBe(400);
    expect((await remove('?id=No%20Id')).status).toBe(404);
    answers.set('removeSuppression', false);
    expect((await remove('?id=nightly')).status).toBe(404);
  });

  test('are set one at a time, in the version that was read, or as a list', async () => {
    const set = () => asked.filter(([name]) => name === 'setSuppressions').map(([, ...args]) => args);
    const changed = await put(one, '', { 'if-match': '"v-1"' });
    expect([changed.status, bodyOf(changed)]).toEqual([200, { ...one, trial }]);
    expect(changed.headers).toMatchObject({ etag: '"v-1"' });
    expect(set()).toEqual([
      [[expect.objectContaining({ id: 'nightly' })], { expected: ['v-1'], force: false }],
    ]);
    answers.set('setSuppressions', kept('nightly'));
    expect((await put(one, '', { 'if-match': 'W/"v-1"' })).status).toBe(201);
    expect(set().at(-1)?.[1]).toEqual({ expected: [], force: false });
    const other = { ...one, id: 'other' };
    answers.set('suppressions', [
      { suppression: one, version: 'v-1' },
      { suppression: other, version: 'v-2' },
    ]);
    const list = await put([one]);
    expect([list.status, bodyOf(list)]).toEqual([201, { suppressions: [one], trial }]);
    const refused = await put([one], '', { 'if-match': '"v-1"' });
    expect([refused.status, bodyOf(refused)]).toEqual([400, expect.stringContaining('If-Match')]);
    expect(set()).toHaveLength(3);
  });

  test('that hide a great part are asked for once more, and those that all may not have are refused', async () => {
    answers.set('setSuppressions', { state: 'doubtful', problem: 'it would hide much', trial });
    const asks = await put(one);
    expect([asks.status, bodyOf(asks)]).toEqual([409, expect.stringContaining('force=true keeps it')]);
    expect(bodyOf(asks)).toContain('"findings":14');
    await put(one, '?force=true');
    expect(asked.at(-1)).toMatchObject(['setSuppressions', [{ id: 'nightly' }], { force: true }]);
    answers.set('setSuppressions', { state: 'refused', problem: 'together they are too wide' });
    const refused = await put(one);
    expect([refused.status, bodyOf(refused)]).toEqual([400, expect.stringContaining('too wide')]);
  });

  test('that are damaged are named beside those that can be read', async () => {
    answers.set('damagedSuppressions', ['broken']);
    expect(bodyOf(await suppressions(request('suppressions'), context))).toEqual({
      suppressions: [one],
      damaged: ['broken'],
    });
  });

  test('are only tried where that is asked', async () => {
    answers.set('trySuppressions', { hidden: 3 });
    const tried = await put(one, '?trial=true');
    expect([tried.status, bodyOf(tried)]).toEqual([200, { hidden: 3 }]);
    expect(asked.map(([name]) => name)).not.toContain('setSuppressions');
  });

  test('that are no JSON, or too long, are refused before anything is asked', async () => {
    expect((await put('{')).status).toBe(400);
    expect((await put({})).status).toBe(400);
    const long = await put(`"${'x'.repeat(1_000_000)}"`);
    expect([long.status, bodyOf(long)]).toEqual([413, expect.stringContaining('a million characters')]);
    expect((await put(`"${'x'.repeat(999_998)}"`)).status).toBe(400);
    expect(asked.map(([name]) => name)).not.toContain('setSuppressions');
  });
});
