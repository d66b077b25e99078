import { createHmac } from 'node:crypto';
import { afterEach, expect, it, vi } from 'vitest';
import { sinksOf } from '../../../src/adapters/sinks/sinks.ts';
import { readConfig } from '../../../src/config.ts';
import { aCall, aFinding } from '../../core/show/samples.ts';

afterEach(() => vi.unstubAllGlobals());

it('signs for each receiver with its own key', async () => {
  const keys = { 'a.example': 'a-key-of-the-webhook', 'b.example': 'a-key-of-the-events' };
  const verified: string[] = [];
  vi.stubGlobal('fetch', async (address: URL, init: RequestInit) => {
    const headers = new Headers(init.headers);
    const host = new URL(address).hostname as keyof typeof keys;
    const hex = createHmac('sha256', keys[host])
      .update(`${headers.get('x-rarecall-timestamp')}.${init.body}`)
      .digest('hex');
    if (headers.get('x-rarecall-signature') === `sha256=${hex}`) verified.push(host);
    return new Response(null, { status: 204 });
  });
  const config = readConfig({
    RARECALL_WEBHOOK_URL: 'https://a.example',
    RARECALL_OCSF_URL: 'https://b.example',
    RARECALL_WEBHOOK_SECRET: keys['a.example'],
    RARECALL_OCSF_SECRET: keys['b.example'],
  });
  for (const sink of sinksOf(config)) await sink.deliver(aFinding(), '7b1e-v1');
  expect(verified).toEqual(['a.example', 'b.example']);
});

it('a link to work a finding goes to chats alone, and changes nothing else of what is sent', async () => {
  const post = async (work: string | null) => {
    const sent = new Map<string, string>();
    vi.stubGlobal('fetch', async (address: URL, init: RequestInit) => {
      sent.set(new URL(address).hostname, String(init.body));
      return new Response('{"text":"Success","code":0}', { status: 200 });
    });
    const config = readConfig({
      RARECALL_WEBHOOK_URL: 'https://webhook.example',
      RARECALL_WEBHOOK_SECRET: 'a-key-of-the-webhook',
      RARECALL_OCSF_URL: 'https://ocsf.example',
      RARECALL_OCSF_SECRET: 'a-key-of-the-events',
      RARECALL_SPLUNK_URL: 'https://splunk.example',
      RARECALL_SPLUNK_TOKEN: 'a-token-of-splunk',
      RARECALL_SLACK_URL: 'https://slack.example',
      RARECALL_TEAMS_URL: 'https://teams.example',
    });
    const links = { page: async () => 'https://rarecall.example/read', work: async () => work };
    for (const sink of sinksOf(config, undefined, links)) await sink.deliver(aFinding(), '7b1e-v1');
    return sent;
  };
  const [off, on] = [await post(null), await post('https://rarecall.example/work')];
  expect([...on].filter(([, body]) => body.includes('rarecall.example/work')).map(([host]) => host)).toEqual([
    'slack.example',
    'teams.example',
  ]);
  const slack =
    ',{"type":"button","text":{"type":"plain_text","text":"Take or close","emoji":false},"url":"https://rarecall.example/work"}';
  const teams = ',{"type":"Action.OpenUrl","title":"Take or close","url":"https://rarecall.example/work"}';
  expect(on.get('slack.example')?.replace(slack, '')).toBe(off.get('slack.example'));
  expect(on.get('teams.example')?.replace(teams, '')).toBe(off.get('teams.example'));
});

it('tells people names beside ids everywhere, and machines in the words alone', async () => {
  const id = 'c0ffee00-1111-4222-8333-444455556666';
  const sent = new Map<string, string>();
  vi.stubGlobal('fetch', async (address: URL, init: RequestInit) => {
    sent.set(new URL(address).hostname, String(init.body));
    return new Response('ok', { status: 200 });
  });
  const config = readConfig({
    RARECALL_WEBHOOK_URL: 'https://machine.example',
    RARECALL_WEBHOOK_SECRET: 'a-key-of-the-webhook',
    RARECALL_SLACK_URL: 'https://people.example',
  });
  const names = new Map([[id, 'Deployer']]);
  const finding = aFinding({ user: id, title: `by ${id}`, calls: [aCall({ user: id })] });
  for (const sink of sinksOf(config, () => names)) await sink.deliver(finding, '7b1e-v1');
  const machine = JSON.parse(sent.get('machine.example') ?? '').finding;
  expect([machine.title, machine.user, machine.calls[0].user]).toEqual([`by Deployer (${id})`, id, id]);
  expect(sent.get('people.example')).toContain(`Deployer (${id}) on`);
});
