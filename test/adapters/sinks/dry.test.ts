/** Sinks asked whether they would take a finding: yes and no as their receiver says, and nothing is given to it. */
import { afterEach, expect, test } from 'vitest';
import { sentinelSink } from '../../../src/adapters/sinks/sentinel.ts';
import { SinkError } from '../../../src/adapters/sinks/sink-error.ts';
import { sinksOf } from '../../../src/adapters/sinks/sinks.ts';
import { slackSink } from '../../../src/adapters/sinks/slack.ts';
import { splunkSink } from '../../../src/adapters/sinks/splunk.ts';
import type { FindingSink } from '../../../src/app/ports/sink.ts';
import { readConfig } from '../../../src/config.ts';
import { sentinelStream } from '../../../src/core/show/sinks/sentinel.ts';
import { collector } from './collector.ts';
import { type Receiver, receiver } from './receiver.ts';

const token = '11111111-2222-4333-8444-555555555555';
const open: Receiver[] = [];

/** What a sink says against it; `null` where it would take a finding. */
const failureOf = async (sink: FindingSink | undefined): Promise<unknown> => {
  try {
    await sink?.dry?.();
    return null;
  } catch (error) {
    return error;
  }
};

afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

test('Splunk knows its token, and gets no event', async () => {
  const splunk = await collector({ [token]: { enabled: true, indexes: [] } });
  open.push(splunk);
  await splunkSink({ url: splunk.url, token }).dry?.();
  expect(splunk.received).toHaveLength(1);
  expect(splunk.taken).toEqual([]);
  const other = splunkSink({ url: splunk.url, token: 'of-somebody-else' });
  expect(await failureOf(other)).toMatchObject({
    message: 'splunk: answered 403, code 4',
  });
});

/** As Slack answers: the address first, then what was sent. */
test.each([
  [400, 'no_text', null],
  [404, 'no_service', 'slack: answered 404, no_service'],
  [403, 'invalid_token', 'slack: answered 403, invalid_token'],
  [200, 'ok', 'slack: answered 200, ok'],
])('Slack that answers %s %s to a message without text: %s', async (status, word, said) => {
  const slack = await receiver((_request, response) => void response.writeHead(status).end(word));
  open.push(slack);
  const failure = await failureOf(slackSink({ url: `${slack.url}/services/x` }));
  expect(failure instanceof SinkError ? failure.message : null).toBe(said);
  expect(JSON.parse(String(slack.received[0]?.body))).toEqual({ text: '' });
});

const sentinel = (status: number, getToken = async () => ({ token: 'a-token', expiresOnTimestamp: 0 })) => {
  const asked: string[] = [];
  const sink = sentinelSink({
    endpoint: 'https://rule.westeurope-1.ingest.monitor.azure.com',
    ruleId: `dcr-${'0'.repeat(32)}`,
    credential: { getToken },
    fetch: async (url, init) => {
      asked.push(`${new URL(String(url)).pathname} ${String(init?.body)} ${JSON.stringify(init?.headers)}`);
      return new Response(null, { status });
    },
  });
  return { asked, dry: () => failureOf(sink) };
};

test.each([
  [204, null],
  [400, null],
  [401, 'sentinel: answered 401'],
  [403, 'sentinel: answered 403'],
  [404, 'sentinel: answered 404'],
  [503, 'sentinel: answered 503'],
])('Sentinel that answers %s to no rows: %s', async (status, said) => {
  const { asked, dry } = sentinel(status);
  const failure = await dry();
  expect(failure instanceof SinkError ? failure.message : null).toBe(said);
  expect(asked[0]).toContain(`/streams/${sentinelStream} [] `);
  expect(asked[0]).toContain('Bearer a-token');
});

test('Sentinel without a token says so, and not whose', async () => {
  const { dry } = sentinel(204, () => Promise.reject(new Error('client id-of-ours is unknown')));
  expect(await dry()).toMatchObject({
    message: 'sentinel: no token for rule.westeurope-1.ingest.monitor.azure.com',
  });
});

test('of the sinks that are on, those that cannot be asked say nothing, and one that cannot be made says why', async () => {
  const config = readConfig({
    RARECALL_WEBHOOK_URL: 'https://receiver.example/hook',
    RARECALL_WEBHOOK_SECRET: 'a-secret-of-sixteen',
    RARECALL_TEAMS_URL: 'https://teams.example/hook',
    RARECALL_SPLUNK_URL: 'http://not-this-machine.example',
    RARECALL_SPLUNK_TOKEN: token,
  });
  const sinks = new Map(sinksOf(config).map((sink) => [sink.name, sink]));
  expect([sinks.get('webhook')?.dry, sinks.get('teams')?.dry]).toEqual([undefined, undefined]);
  const failure = await failureOf(sinks.get('splunk'));
  expect(failure).toMatchObject({ message: expect.stringContaining('must begin with https://') });
});
