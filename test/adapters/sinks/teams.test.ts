import { afterEach, describe, expect, it } from 'vitest';
import { teamsSink } from '../../../src/adapters/sinks/teams.ts';
import type { Finding } from '../../../src/core/find/finding.ts';
import { teamsMessage } from '../../../src/core/show/sinks/teams.ts';
import { aCall, aFinding, everywhere } from '../../core/show/samples.ts';
import { ownSchema } from '../../core/show/sinks/schemas.ts';
import { cardIn, describeCard } from './card.contract.ts';
import { failureOf, type Receiver, type Respond, receiver } from './receiver.ts';

const link = 'https://rarecall.example/api/shared?page=finding&id=7b1e';

describe('teamsSink', () => {
  let server: Receiver | undefined;
  afterEach(() => server?.close());

  const sinkTo = async (respond: Respond) => {
    server = await receiver(respond);
    const { deliver, ...sink } = teamsSink({ url: `${server.url}/workflows/s3cret?sig=s3cret` });
    return { ...sink, deliver: (finding: Finding, key: string) => deliver(finding, key, link) };
  };

  const workflow: Respond = ({ method, headers, body }, response) => {
    const { type, attachments } = JSON.parse(String(body));
    const good =
      method === 'POST' &&
      headers['content-type'] === 'application/json' &&
      type === 'message' &&
      attachments.length === 1 &&
      attachments[0].contentType === 'application/vnd.microsoft.card.adaptive';
    response.writeHead(body.length > 27_000 ? 413 : good ? 202 : 400).end();
  };

  it('sends a card that a workflow takes', async () => {
    await (await sinkTo(workflow)).deliver(aFinding(), 'k');
    const { card } = cardIn(String(server?.received[0]?.body));
    expect(JSON.stringify(card)).toContain('high, risk 62: Rare calls');
    expect(card.actions).toEqual([{ type: 'Action.OpenUrl', title: 'Open the finding', url: link }]);
  });

  it('sends a card within the size of Teams whatever a log says', async () => {
    const sink = await sinkTo(workflow);
    for (const text of [
      '田'.repeat(20_000),
      '"\\'.repeat(20_000),
      '\u0000'.repeat(20_000),
      '\u{1f642}'.repeat(9_000),
    ]) {
      const calls = Array.from({ length: 60 }, () => everywhere(aCall(), text));
      await sink.deliver({ ...everywhere(aFinding(), text), calls, day: aFinding().day }, 'k');
      expect(server?.received.at(-1)?.body.length).toBeLessThan(12_000);
    }
  });

  it.each([
    [429, true],
    [502, true],
    [413, false],
    [404, false],
  ])('tells from %i whether a retry can help, and nothing of its address', async (status, retryable) => {
    const sink = await sinkTo((_, response) => response.writeHead(status).end('s3cret'));
    const error = await failureOf(sink.deliver(aFinding(), 'k'));
    expect(error).toMatchObject({ retryable, message: `teams: answered ${status}` });
  });
});

describeCard('the schema of what we send', () => ownSchema('card-sent.schema.json'));

describe('teamsMessage', () => {
  it('puts text of logs only where no Markdown is read', () => {
    const { card } = cardIn(teamsMessage(everywhere(aFinding(), '[click](https://evil.example)'), null));
    for (const element of card.body) expect(element.type).toBe('RichTextBlock');
    expect(card).not.toHaveProperty('actions');
  });
});
