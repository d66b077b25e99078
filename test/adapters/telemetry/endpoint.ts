/**
 * A stand-in for the ingestion endpoint of Application Insights, over HTTPS on this machine. Checks every envelope as the schema
 * says; answers as it is told, or not at all. Its key is nobody's secret: it is good for `localhost` alone.
 * Source: microsoft/ApplicationInsights-dotnet, Schema/PublicSchema (Envelope, MetricData, EventData).
 */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import tls from 'node:tls';
import { gunzipSync } from 'node:zlib';
import { Ajv } from 'ajv';

const fixtures = join(import.meta.dirname, '../../fixtures/telemetry');
const certificate = readFileSync(join(fixtures, 'certificate.pem'), 'utf8');

/** From now on this process believes the stand-in, as it believes Azure. */
export const trustEndpoint = (): void =>
  tls.setDefaultCACertificates([...tls.getCACertificates('default'), certificate]);

export const certificateFile = join(fixtures, 'certificate.pem');

export const anInstrumentationKey = '00000000-0000-4000-8000-00000000abcd';

export interface Received {
  readonly name: string;
  readonly time: string;
  readonly iKey: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly data: {
    readonly baseType: 'MetricData' | 'EventData';
    readonly baseData: {
      readonly name?: string;
      readonly metrics?: readonly {
        readonly name: string;
        readonly value: number;
        readonly count: number;
        readonly min: number;
        readonly max: number;
      }[];
      readonly properties: Readonly<Record<string, string>>;
      readonly measurements?: Readonly<Record<string, number>>;
    };
  };
}

const texts = { type: 'object', additionalProperties: { type: 'string', maxLength: 8_192 } };
const dataOf = (kind: string, required: readonly string[], properties: object) => ({
  type: 'object',
  additionalProperties: false,
  required: ['baseType', 'baseData'],
  properties: {
    baseType: { const: `${kind}Data` },
    baseData: {
      type: 'object',
      additionalProperties: false,
      required: ['ver', 'properties', ...required],
      properties: { ver: { const: 2 }, properties: texts, ...properties },
    },
  },
});

const isEnvelope = new Ajv({ strict: true, allErrors: true }).compile({
  type: 'object',
  additionalProperties: false,
  required: ['name', 'time', 'iKey', 'sampleRate', 'tags', 'data'],
  properties: {
    name: { enum: ['Microsoft.ApplicationInsights.Metric', 'Microsoft.ApplicationInsights.Event'] },
    time: { type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$' },
    iKey: { const: anInstrumentationKey },
    sampleRate: { const: 100 },
    tags: texts,
    data: {
      type: 'object',
      oneOf: [
        dataOf('Metric', ['metrics'], {
          metrics: {
            type: 'array',
            minItems: 1,
            maxItems: 1,
            items: {
              type: 'object',
              additionalProperties: false,
              required: ['name', 'value', 'count', 'min', 'max'],
              properties: {
                name: { type: 'string', pattern: '^rarecall\\.[a-zA-Z]+$' },
                value: { type: 'number' },
                count: { type: 'integer', minimum: 1 },
                min: { type: 'number' },
                max: { type: 'number' },
              },
            },
          },
        }),
        dataOf('Event', ['name', 'measurements'], {
          name: { type: 'string', pattern: '^rarecall\\.[a-zA-Z]+$' },
          measurements: { type: 'object', additionalProperties: { type: 'number' } },
        }),
      ],
    },
  },
});

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** `null`: no answer ever. By default all is taken. */
export type Answering = (envelopes: readonly Received[]) => Answer | null;

const taken: Answering = ({ length }) => ({
  status: 200,
  body: JSON.stringify({ itemsReceived: length, itemsAccepted: length, errors: [] }),
});

export async function ingestionEndpoint(port = 0) {
  let answering = taken;
  const requests: { readonly authorization: string | undefined; readonly envelopes: readonly Received[] }[] =
    [];
  const faults: string[] = [];
  const sockets = new Set<Duplex>();

  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = gunzipSync(Buffer.concat(chunks)).toString();
    const envelopes = text.split('\n').map((line) => JSON.parse(line) as Received);
    const { method, url, headers } = request;
    if (method !== 'POST' || url !== '/v2.1/track') faults.push(`${method} ${url}`);
    if (headers['content-type'] !== 'application/x-json-stream')
      faults.push(`content type ${headers['content-type']}`);
    for (const one of envelopes) if (!isEnvelope(one)) faults.push(JSON.stringify([isEnvelope.errors, one]));
    requests.push({ authorization: headers.authorization, envelopes });
    const answer = answering(envelopes);
    if (answer !== null) response.writeHead(answer.status, answer.headers).end(answer.body ?? '');
  }

  const key = readFileSync(join(fixtures, 'key.pem'));
  const server = createServer({ key, cert: certificate }, (request, response) => {
    take(request, response).catch((error: unknown) => faults.push(String(error)));
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const at = (server.address() as AddressInfo).port;

  return {
    port: at,
    url: `https://localhost:${at}`,
    connectionString: `InstrumentationKey=${anInstrumentationKey};IngestionEndpoint=https://localhost:${at}/`,
    requests,
    /** What was no envelope; to be empty at the end of every test. */
    faults,
    answer(next: Answering = taken): void {
      answering = next;
    },
    /** All envelopes that came, whatever was answered. */
    get received(): Received[] {
      return requests.flatMap(({ envelopes }) => envelopes);
    },
    async close(): Promise<void> {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

export type IngestionEndpoint = Awaited<ReturnType<typeof ingestionEndpoint>>;

/** `rarecall.lines` -> the sum of its values; of a cluster alone where one is named. */
export function sumOf(received: readonly Received[], metric: string, cluster?: string): number {
  return received
    .filter(({ data }) => cluster === undefined || data.baseData.properties.cluster === cluster)
    .flatMap(({ data }) => data.baseData.metrics ?? [])
    .filter(({ name }) => name === `rarecall.${metric}`)
    .reduce((sum, { value }) => sum + value, 0);
}
