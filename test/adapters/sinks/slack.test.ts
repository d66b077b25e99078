import { afterEach, describe, expect, it } from 'vitest';
import { slackSink } from '../../../src/adapters/sinks/slack.ts';
import type { Finding } from '../../../src/core/find/finding.ts';
import { slackMessage } from '../../../src/core/show/sinks/slack.ts';
import { aCall, aFinding, everywhere } from '../../core/show/samples.ts';
import { failureOf, type Receiver, type Respond, receiver } from './receiver.ts';

const link = 'https://rarecall.example/api/shared?page=finding&id=7b1e';

type Part = Record<string, unknown>;

const parts = (value: unknown): Part[] =>
  typeof value !== 'object' || value === null
    ? []
    : [...(Array.isArray(value) ? [] : [value as Part]), ...Object.values(value).flatMap(parts)];

const lengthOf = (text: unknown): number => (typeof text === 'string' ? text.length : -1);
const isText = (value: unknown, most: number): boolean => {
  const { type, text } = value as Part;
  return type === 'plain_text' && lengthOf(text) >= 1 && lengthOf(text) <= most;
};

/** Slack's limits (schemas/slack-block-kit.md), and our own rule that log text is never read as markup. */
function faultIn(message: Part): string | null {
  const blocks = message.blocks as Part[];
  if (lengthOf(message.text) < 1 || lengthOf(message.text) > 4_000) return 'no_text';
  if (/<|>/.test(String(message.text))) return 'our rule: markup in the fallback';
  if (blocks === undefined) return null;
  if (blocks.length > 50) return 'invalid_blocks';
  const all = parts(blocks).map(({ text }) => Math.max(0, lengthOf(text)));
  if (all.reduce((sum, length) => sum + length, 0) > 13_200) return 'msg_blocks_too_long';
  if (parts(blocks).some(({ type }) => type === 'mrkdwn' || type === 'markdown')) return 'our rule: markup';
  for (const block of blocks) {
    const elements = (block.elements ?? []) as Part[];
    const fields = (block.fields ?? []) as Part[];
    if (block.type === 'header' && !isText(block.text, 150)) return 'invalid_blocks';
    if (block.type === 'section') {
      if (block.text === undefined && fields.length === 0) return 'invalid_blocks';
      if (block.text !== undefined && !isText(block.text, 3_000)) return 'invalid_blocks';
      if (fields.length > 10 || fields.some((field) => !isText(field, 2_000))) return 'invalid_blocks';
    }
    if (block.type === 'context' && (elements.length > 10 || elements.some((one) => !isText(one, 3_000))))
      return 'invalid_blocks';
    if (block.type === 'actions') {
      for (const { type, text, url } of elements) {
        if (type !== 'button' || !isText(text, 75) || !/^https:\/\/.{1,2990}$/.test(String(url)))
          return 'invalid_blocks';
      }
    }
    if (
      block.type === 'rich_text' &&
      parts(block).some(({ type, text }) => type === 'text' && lengthOf(text) < 1)
    )
      return 'invalid_blocks';
    if (!['header', 'section', 'context', 'actions', 'rich_text', 'divider'].includes(String(block.type)))
      return 'invalid_blocks';
  }
  return null;
}

const slack: Respond = ({ method, path, headers, body }, response) => {
  const say = (status: number, text: string) =>
    void response.writeHead(status, { 'Content-Type': 'text/html' }).end(text);
  if (method !== 'POST' || headers['content-type'] !== 'application/json') return say(400, 'invalid_payload');
  if (path !== '/services/T000/B000/s3cret') return say(404, 'no_service');
  const fault = faultIn(JSON.parse(body.toString('utf8')));
  return fault === null ? say(200, 'ok') : say(400, fault);
};

describe('slackSink', () => {
  let server: Receiver | undefined;
  afterEach(() => server?.close());

  const sinkTo = async (respond: Respond, path = '/services/T000/B000/s3cret') => {
    server = await receiver(respond);
    const { deliver, ...sink } = slackSink({ url: server.url + path });
    return { ...sink, deliver: (finding: Finding, key: string) => deliver(finding, key, link) };
  };

  it('sends a message that Slack takes', async () => {
    await (await sinkTo(slack)).deliver(aFinding(), 'k');
    const sent = String(server?.received[0]?.body);
    expect(server?.received).toHaveLength(1);
    for (const text of [
      'high, risk 62: Rare calls',
      'dana.ruiz@contoso.example',
      '203.0.113.24',
      'T1552.007',
      'Was there a ticket?',
      link,
    ]) {
      expect(sent).toContain(text);
    }
  });

  it('sends a message that Slack takes whatever a log says', async () => {
    const sink = await sinkTo(slack);
    for (const text of [
      '<!channel> <@U123> <https://evil.example|click>',
      '`*_~',
      '\u202e\n',
      '',
      '&'.repeat(20_000),
      '\u0000'.repeat(20_000),
    ]) {
      const calls = Array.from({ length: 60 }, () => everywhere(aCall(), text));
      await sink.deliver({ ...everywhere(aFinding(), text), calls, day: aFinding().day }, 'k');
    }
    expect(server?.received).toHaveLength(6);
  });

  it('sends the text alone, once, where the blocks are refused', async () => {
    const sink = await sinkTo(({ body }, response) => {
      const refused = JSON.parse(String(body)).blocks !== undefined;
      response.writeHead(refused ? 400 : 200).end(refused ? 'invalid_blocks' : 'ok');
    });
    await sink.deliver(aFinding(), 'k');
    expect(server?.received).toHaveLength(2);
    const [, again] = server?.received ?? [];
    expect(Object.keys(JSON.parse(String(again?.body)))).toEqual(['text']);
  });

  it('does not try a third time', async () => {
    const sink = await sinkTo((_, response) => response.writeHead(400).end('invalid_blocks'));
    expect(await failureOf(sink.deliver(aFinding(), 'k'))).toMatchObject({ retryable: false });
    expect(server?.received).toHaveLength(2);
  });

  it('waits as long as Slack says', async () => {
    const sink = await sinkTo((_, response) =>
      response.writeHead(429, { 'Retry-After': '3' }).end('rate_limited'),
    );
    expect(await failureOf(sink.deliver(aFinding(), 'k'))).toMatchObject({
      retryable: true,
      retryAfterMs: 3_000,
      message: 'slack: answered 429, rate_limited',
    });
  });

  it.each([
    [404, 'no_service', false],
    [410, 'channel_is_archived', false],
    [403, 'action_prohibited', false],
    [500, 'rollup_error', true],
  ])('repeats the word of an answer %i %s', async (status, word, retryable) => {
    const sink = await sinkTo((_, response) => response.writeHead(status).end(word));
    expect(await failureOf(sink.deliver(aFinding(), 'k'))).toMatchObject({
      retryable,
      message: `slack: answered ${status}, ${word}`,
    });
  });

  it('repeats nothing else of an answer, and nothing of its address', async () => {
    const sink = await sinkTo((_, response) =>
      response.writeHead(400).end('/services/T000/B000/s3cret is bad'),
    );
    expect(String(await failureOf(sink.deliver(aFinding(), 'k')))).toBe('SinkError: slack: answered 400');
  });
});

describe('slackMessage', () => {
  it('has no button without a link', () => {
    expect(slackMessage(aFinding(), null).blocks.map(({ type }) => type)).toEqual([
      'header',
      'rich_text',
      'context',
    ]);
  });

  it('makes visible what would turn or hide text', () => {
    const { blocks } = slackMessage(aFinding({ user: 'ad\u202emin\n' }), null);
    expect(JSON.stringify(blocks[1])).toContain(JSON.stringify('ad\\u{202e}min\\n on').slice(1, -1));
  });

  it('lets nobody make a mention or a link', () => {
    const { text } = slackMessage(aFinding({ user: '<!channel> & <https://evil.example|x>' }), null);
    expect(text).toContain('&lt;!channel&gt; &amp; &lt;https://evil.example|x&gt;');
  });
});
