/** What sinks take for what, one step beside it: codes, words, ids, sizes. Whole deliveries are told beside this. */
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { poster, retryAfterMs } from '../../../src/adapters/sinks/post.ts';
import { sentinelSink } from '../../../src/adapters/sinks/sentinel.ts';
import { sinksOf } from '../../../src/adapters/sinks/sinks.ts';
import { slackSink } from '../../../src/adapters/sinks/slack.ts';
import { splunkSink } from '../../../src/adapters/sinks/splunk.ts';
import { readConfig } from '../../../src/config.ts';
import { aFinding } from '../../core/show/samples.ts';

interface Sent {
  readonly url: string;
  readonly init: RequestInit;
}

let sent: Sent[];
let answers: Response[];
const answering: typeof fetch = async (url, init) => {
  sent.push({ url: String(url), init: init ?? {} });
  return answers.shift() ?? new Response('', { status: 200 });
};
beforeEach(() => {
  sent = [];
  answers = [];
});
afterEach(() => vi.unstubAllGlobals());
const headersOf = (at = 0) => new Headers(sent[at]?.init.headers);
const failure = async (work: Promise<unknown>) =>
  await work.then(
    () => null,
    (error: unknown) => error,
  );

describe('the sinks that settings switch on', () => {
  const settings = {
    RARECALL_WEBHOOK_URL: 'https://webhook.example/a',
    RARECALL_WEBHOOK_SECRET: 'a-key-of-the-webhook',
    RARECALL_OCSF_URL: 'https://ocsf.example/a',
    RARECALL_OCSF_SECRET: 'a-key-of-the-events-',
    RARECALL_SPLUNK_URL: 'https://splunk.example:8088',
    RARECALL_SPLUNK_TOKEN: '0123456789abcdef',
    RARECALL_SPLUNK_INDEX: 'risk',
    RARECALL_SENTINEL_URL: 'https://a.ingest.monitor.azure.com',
    RARECALL_SENTINEL_RULE: `dcr-${'0'.repeat(32)}`,
    RARECALL_SLACK_URL: 'https://slack.example/a',
    RARECALL_TEAMS_URL: 'https://teams.example/a',
  };
  const deliverAll = async (link: string | null) => {
    vi.stubGlobal('fetch', answering);
    const links = { page: async () => link, work: async () => null };
    for (const sink of sinksOf(readConfig(settings), undefined, links))
      if (sink.name !== 'sentinel') await sink.deliver(aFinding(), 'key');
    return Object.fromEntries(
      sent.map(({ url, init }) => {
        const body = Buffer.from(init.body as Uint8Array);
        return [new URL(url).hostname, (body[0] === 0x1f ? gunzipSync(body) : body).toString()];
      }),
    );
  };

  test('are in one order, and none is on by itself', () => {
    const names = (over: object) => sinksOf({ ...readConfig(settings), ...over }).map(({ name }) => name);
    expect(names({})).toEqual(['webhook', 'ocsf', 'splunk', 'sentinel', 'slack', 'teams']);
    expect(names({ slackUrl: '', webhookUrl: '' })).toEqual(['ocsf', 'splunk', 'sentinel', 'teams']);
    expect(sinksOf(readConfig({}))).toEqual([]);
  });

  test('are told by what is set: index, link', async () => {
    const link = `https://front.example/${'a'.repeat(600)}`;
    const bodies = await deliverAll(link);
    expect(bodies['splunk.example']).toContain('"index":"risk"');
    for (const name of ['webhook', 'ocsf', 'splunk', 'slack', 'teams'])
      expect(bodies[`${name}.example`]).toContain(`"${link}"`);
  });

  test('have no link where nobody can follow it', async () => {
    const bodies = await deliverAll(null);
    expect(bodies['slack.example']).not.toContain('Open the finding');
    expect(bodies['teams.example']).not.toContain('Open the finding');
    for (const name of ['webhook', 'ocsf', 'splunk'])
      expect(bodies[`${name}.example`]).not.toMatch(/"(link|src_url|finding_link)"/);
  });

  test('fail each delivery, and nothing else, where one cannot be made', async () => {
    const config = { ...readConfig(settings), sentinelRule: 'dcr-1' };
    const [broken, ...others] = sinksOf(config).toSorted((a) => (a.name === 'sentinel' ? -1 : 0));
    expect(others).toHaveLength(5);
    expect(await failure(broken?.deliver(aFinding(), 'key') ?? Promise.resolve())).toMatchObject({
      message: 'sentinel: the rule id is none (dcr- and 32 hex digits)',
      retryable: false,
    });
  });
});

test.each([
  `dcr-${'0'.repeat(33)}`,
  `xdcr-${'0'.repeat(32)}`,
  `dcr-${'0'.repeat(31)}`,
  `dcr-${'g'.repeat(32)}`,
  '',
])('Sentinel: %j is no rule id', (ruleId) => {
  const credential = { getToken: async () => null };
  const endpoint = 'https://a.ingest.monitor.azure.com';
  expect(() => sentinelSink({ endpoint, ruleId, credential })).toThrow('the rule id is none');
  expect(() => sentinelSink({ endpoint, ruleId: `dcr-${'0f'.repeat(16)}`, credential })).not.toThrow();
});

describe('a post', () => {
  const post = () => poster('x', { url: 'https://a.example/secret?key', fetch: answering });

  test('is JSON unless it is said to be else, follows nobody and has an end', async () => {
    await post()({ A: 'b' }, '{}');
    expect(sent[0]).toMatchObject({
      url: 'https://a.example/secret?key',
      init: { method: 'POST', body: '{}', redirect: 'manual' },
    });
    expect([headersOf().get('content-type'), headersOf().get('a')]).toEqual(['application/json', 'b']);
    expect(sent[0]?.init.signal?.aborted).toBe(false);
    await post()({ 'Content-Type': 'text/plain' }, '');
    expect(headersOf(1).get('content-type')).toBe('text/plain');
  });

  test('hears 64 KiB of an answer, and nothing of none', async () => {
    answers.push(new Response('x'.repeat(65_537)), new Response(null, { status: 204 }));
    expect((await post()({}, '')).text).toHaveLength(65_536);
    expect(await post()({}, '')).toEqual({ status: 204, text: '', retryAfterMs: null });
  });

  test.each([
    [Object.assign(new Error('a'), { cause: { code: 'ECONNRESET' } }), 'ECONNRESET'],
    [Object.assign(new Error('a'), { code: 'ENOTFOUND' }), 'ENOTFOUND'],
    [Object.assign(new Error('a'), { code: 'https://a.example/secret' }), 'connection failed'],
    [Object.assign(new Error('a'), { code: 'A'.repeat(41) }), 'connection failed'],
    [Object.assign(new Error('a'), { code: 7 }), 'connection failed'],
    [new DOMException('a', 'TimeoutError'), 'no answer in time'],
    ['text', 'unknown'],
  ])('that fails by %j says its host, and why by a code alone', async (thrown, why) => {
    const failing = poster('x', { url: 'https://a.example:444/secret', fetch: () => Promise.reject(thrown) });
    expect(await failure(failing({}, ''))).toMatchObject({
      message: `x: ${why} (a.example:444)`,
      retryable: true,
      retryAfterMs: null,
    });
  });
});

test.each([
  ['7', 7_000],
  [' 7 ', 7_000],
  ['0', 0],
  ['86400', 86_400_000],
  ['86401', 86_400_000],
  ['Thu, 04 Jun 2026 00:00:09 GMT', 9_000],
  ['Wed, 03 Jun 2026 23:59:59 GMT', 0],
  ['7s', null],
  ['soon', null],
  [null, null],
])('Retry-After %j is %j ms', (header, ms) => {
  expect(retryAfterMs(header, Date.UTC(2026, 5, 4))).toBe(ms);
});

describe('Slack', () => {
  const deliver = (status: number, text: string) => {
    answers.push(new Response(text, { status }));
    return failure(slackSink({ url: 'https://slack.example/a', fetch: answering }).deliver(aFinding(), 'k'));
  };

  test.each(['invalid_blocks', 'invalid_blocks_format', 'msg_blocks_too_long', 'invalid_blocks: more'])(
    'that answers %j is sent the text alone',
    async (word) => {
      expect(await deliver(400, word)).toBeNull();
      expect(Object.keys(JSON.parse(String(sent[1]?.init.body)))).toEqual(['text']);
    },
  );

  test.each([
    [400, 'invalid_blockss', ', invalid_blockss'],
    [400, 'no_invalid_blocks', ', no_invalid_blocks'],
    [403, 'invalid_blocks', ', invalid_blocks'],
    [400, ' no_text\n', ', no_text'],
    [400, 'a'.repeat(40), `, ${'a'.repeat(40)}`],
    [400, 'a'.repeat(41), ''],
    [400, 'no text', ''],
    [400, '<html>', ''],
  ])('that answers %i %j is asked once', async (status, text, said) => {
    expect(await deliver(status, text)).toMatchObject({ message: `slack: answered ${status}${said}` });
    expect(sent).toHaveLength(1);
  });
});

describe('Splunk', () => {
  const sink = (over = {}) =>
    splunkSink({ url: 'https://splunk.example', token: 'a-token', fetch: answering, ...over });
  const objects = (at: number) => {
    const body = Buffer.from(sent[at]?.init.body as Uint8Array);
    const text =
      headersOf(at).get('content-encoding') === 'gzip' ? gunzipSync(body).toString() : body.toString();
    return text.split('\n').map((line) => JSON.parse(line));
  };
  const say = (status: number, said: object | string) =>
    answers.push(new Response(typeof said === 'string' ? said : JSON.stringify(said), { status }));

  test('has a path, a token and a source type of its own', async () => {
    await sink().deliver(aFinding(), 'k');
    expect(sent[0]?.url).toBe('https://splunk.example/services/collector/event');
    expect(headersOf().get('authorization')).toBe('Splunk a-token');
    expect(objects(0)[0]).toMatchObject({ sourcetype: 'rarecall:finding' });
    await sink({ url: 'https://splunk.example/own', sourcetype: 'own' }).deliver(aFinding(), 'k');
    expect(sent[1]?.url).toBe('https://splunk.example/own');
    expect(objects(1)[0]).toMatchObject({ sourcetype: 'own' });
  });

  test.each([6, 12, 13, 15])('that refuses an object by code %i is sent those after it', async (code) => {
    say(400, { code, 'invalid-event-number': 0 });
    expect(await failure(sink().deliver(aFinding(), 'k'))).toMatchObject({
      message: `splunk: answered 400, code ${code}`,
    });
    expect(objects(1).map(({ event }) => event.event_id)).toEqual(['k-1']);
  });

  test.each([
    [400, { code: 7, 'invalid-event-number': 0 }, ', code 7'],
    [503, { code: 6, 'invalid-event-number': 0 }, ', code 6'],
    [400, { code: 6, 'invalid-event-number': 2 }, ', code 6'],
    [400, { code: 6, 'invalid-event-number': -1 }, ', code 6'],
    [400, { code: 6, 'invalid-event-number': '0' }, ', code 6'],
    [400, { code: 6 }, ', code 6'],
    [400, { code: 1.5, 'invalid-event-number': 0 }, ''],
    [400, { 'invalid-event-number': 0 }, ''],
    [400, 'null', ''],
    [400, '7', ''],
    [400, '<html>', ''],
  ])('that answers %i %j is asked once', async (status, said, code) => {
    say(status, said);
    expect(await failure(sink().deliver(aFinding(), 'k'))).toMatchObject({
      message: `splunk: answered ${status}${code}`,
    });
    expect(sent).toHaveLength(1);
  });

  test('that refuses the last object is sent no empty request', async () => {
    say(400, { code: 6, 'invalid-event-number': 1 });
    expect(await failure(sink().deliver(aFinding(), 'k'))).toMatchObject({ retryable: false });
    expect(sent).toHaveLength(1);
  });

  test('is sent what is short as it is, and the rest packed', async () => {
    const short = aFinding({
      riskObjects: [{ type: 'user', value: 'a', score: 1 }],
      calls: [],
      title: '',
      attack: [],
      threatObjects: [],
      analyticStories: [],
      knownFalsePositives: '',
      message: '',
      clusterId: '',
      queries: { ...aFinding().queries, splunk: '' },
    });
    const of = async (length: number) => {
      await sink().deliver({ ...short, message: 'x'.repeat(length) }, 'k');
      const { init } = sent.at(-1) ?? {};
      return {
        packed: new Headers(init?.headers).has('content-encoding'),
        bytes: Buffer.from(init?.body as Uint8Array).length,
      };
    };
    const { bytes, packed } = await of(0);
    expect(packed).toBe(false);
    expect(await of(1_023 - bytes)).toEqual({ packed: false, bytes: 1_023 });
    expect((await of(1_024 - bytes)).packed).toBe(true);
  });

  test.each(['a b', 'é', '', 'a\n'])('takes no token %j', (token) => {
    expect(() => sink({ token })).toThrow('splunk: the token is none');
  });
});
