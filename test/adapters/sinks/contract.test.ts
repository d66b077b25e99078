/** The contract of sinks, for each that settings can switch on. What a receiver is sent is in the test of each. */
import { createDefaultHttpClient, type HttpClient } from '@azure/core-rest-pipeline';
import { afterEach } from 'vitest';
import { ocsfSink } from '../../../src/adapters/sinks/ocsf.ts';
import { sentinelSink } from '../../../src/adapters/sinks/sentinel.ts';
import { slackSink } from '../../../src/adapters/sinks/slack.ts';
import { splunkSink } from '../../../src/adapters/sinks/splunk.ts';
import { teamsSink } from '../../../src/adapters/sinks/teams.ts';
import { webhookSink } from '../../../src/adapters/sinks/webhook.ts';
import type { FindingSink } from '../../../src/app/ports/sink.ts';
import { sinkContract, type Told } from '../../contract/sink.contract.ts';
import { type Receiver, receiver } from './receiver.ts';

const statusOf = { takes: 204, refuses: 400, 'is down': 503 } as const;
const secret = 'a-secret-of-the-test';

let server: Receiver | undefined;
afterEach(() => server?.close());

async function told(sinkTo: (url: string) => FindingSink): Promise<Told> {
  let state: keyof typeof statusOf = 'takes';
  let taken = 0;
  server = await receiver((_, response) => {
    if (state === 'takes') taken++;
    response.writeHead(statusOf[state]).end();
  });
  return {
    sink: sinkTo(server.url),
    turn: (next) => {
      state = next;
    },
    taken: () => taken,
  };
}

function sentinelAt(url: string): FindingSink {
  const inner = createDefaultHttpClient();
  // The library wants https for its token: only the last hop goes to our receiver.
  const httpClient: HttpClient = {
    sendRequest: (request) => {
      request.url = request.url.replace(/^https:\/\/[^/]+/, url);
      request.allowInsecureConnection = true;
      return inner.sendRequest(request);
    },
  };
  return sentinelSink({
    endpoint: 'https://rarecall-abcd.westeurope-1.ingest.monitor.azure.com',
    ruleId: `dcr-${'0'.repeat(32)}`,
    credential: { getToken: async () => ({ token: 't', expiresOnTimestamp: Date.now() + 3_600_000 }) },
    httpClient,
  });
}

sinkContract('webhook', () => told((url) => webhookSink({ url, secret })));
sinkContract('ocsf', () => told((url) => ocsfSink({ url, secret })));
sinkContract('splunk', () => told((url) => splunkSink({ url, token: 't' })));
sinkContract('slack', () => told((url) => slackSink({ url })));
sinkContract('teams', () => told((url) => teamsSink({ url })));
sinkContract('sentinel', () => told(sentinelAt));
