import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { logPath } from '../../src/core/read/path.ts';
import { type SampleBlob, sampleLabels, sampleMonth } from '../../src/simulate/sample.ts';

interface Event {
  readonly [key: string]: unknown;
  readonly auditID: string;
  readonly stage: string;
  readonly verb: string;
  readonly requestURI: string;
  readonly userAgent: string;
  readonly sourceIPs: readonly string[];
  readonly objectRef?: {
    readonly resource: string;
    readonly namespace?: string;
    readonly subresource?: string;
  };
  readonly responseStatus: { readonly code: number };
  readonly requestReceivedTimestamp: string;
  readonly stageTimestamp: string;
}
interface Record {
  readonly properties: { readonly log: string };
  readonly resourceId: string;
  readonly time: string;
}

let blobs: SampleBlob[] = [];
let lines: string[] = [];
let records: Record[] = [];
let events: Event[] = [];

beforeAll(() => {
  blobs = [...sampleMonth()];
  lines = blobs.flatMap((blob) => blob.lines);
  records = lines.map((line) => JSON.parse(line) as Record);
  events = records.flatMap(({ properties: { log } }) =>
    log.endsWith('\n') ? [JSON.parse(log) as Event] : [],
  );
});

const kubectl = (event: Event): boolean => /^kubectl(\.exe)?\//.test(event.userAgent);

describe('the sample month', () => {
  test('is the same on every machine', () => {
    const digest = createHash('sha256');
    for (let i = 0; i < lines.length; i += 8) digest.update(lines[i] ?? '');
    expect(digest.digest('hex')).toBe('826c910b10110737aceae2698046c1cbd17d1072c5379a8fdde327f3ecb3db4f');
    expect(lines.length).toBe(16888);
  });

  test('is small enough for a demo and has some kubectl in it', () => {
    const bytes = lines.reduce((sum, line) => sum + line.length, 0);
    expect(bytes).toBeGreaterThan(15_000_000);
    expect(bytes).toBeLessThan(26_000_000);
    expect(blobs.length).toBeLessThanOrEqual(1500);
    const share = events.filter(kubectl).length / lines.length;
    expect(share).toBeGreaterThan(0.1);
    expect(share).toBeLessThan(0.25);
  });

  test('lies under the paths that AKS uses, for two clusters and every hour of 31 days', () => {
    const paths = blobs.map(({ path }) => logPath(path));
    expect(paths).not.toContain(null);
    expect(new Set(paths.map((path) => path?.cluster.name))).toEqual(
      new Set(['aks-shop-prod', 'aks-data-test']),
    );
    const hours = new Set(paths.map((path) => path?.hour));
    expect(hours).toContain('2026-10-01T00');
    expect(hours).toContain('2026-10-31T23');
    expect(blobs[0]?.path).toBe(
      'resourceId=/SUBSCRIPTIONS/5F1C7A52-0B7E-4E0F-9C36-2D8A41B7E9D0/RESOURCEGROUPS/RG-AKS-DATA-TEST/PROVIDERS/MICROSOFT.CONTAINERSERVICE/MANAGEDCLUSTERS/AKS-DATA-TEST/y=2026/m=10/d=01/h=00/m=00/PT1H.json',
    );
  });

  test('ends its lines with CRLF in one cluster, with LF in the other, and sometimes not at all', () => {
    const endsOf = (name: string): Set<string> =>
      new Set(
        blobs
          .filter(({ path }) => path.includes(name))
          .flatMap((blob) =>
            blob.lines
              .slice(0, -1)
              .map((line) => (line.endsWith('\r\n') ? 'CRLF' : line.endsWith('\n') ? 'LF' : 'none')),
          ),
      );
    expect(endsOf('AKS-SHOP-PROD')).toEqual(new Set(['LF']));
    expect(endsOf('AKS-DATA-TEST')).toEqual(new Set(['CRLF']));
    const open = blobs.filter(({ lines: [...own] }) => !own.at(-1)?.endsWith('\n')).length;
    expect(open).toBeGreaterThan(20);
    expect(open).toBeLessThan(150);
  });

  test('holds the attacks that the labels name, on the last day only, and never tells', () => {
    const labels = sampleLabels();
    expect(new Set(labels.map(({ label }) => label))).toEqual(
      new Set(['privileged-pod/loud', 'dump-secrets/quiet', 'exec-elsewhere/living']),
    );
    const attackIds = new Set(labels.map(({ auditID }) => auditID));
    const planted = events.filter(({ auditID }) => attackIds.has(auditID));
    expect(planted.length).toBeGreaterThan(30);
    for (const event of planted) expect(event.requestReceivedTimestamp.slice(0, 10)).toBe('2026-10-31');
    expect(lines.filter((line) => /dump-secrets|exec-elsewhere|privileged-pod|"label"/.test(line))).toEqual(
      [],
    );
  });
});

describe('a record', () => {
  test('has the keys of the envelope of 2024 and later, in order, and its blanks', () => {
    const shapes = new Set(
      records.map((record) => JSON.stringify([Object.keys(record), Object.keys(record.properties)])),
    );
    expect([...shapes]).toEqual([
      '[["category","operationName","properties","resourceId","serviceBuild","time"],["pod","containerID","log","stream"]]',
    ]);
    expect(lines[0]).toMatch(
      /^\{ "category": "kube-audit", "operationName": "Microsoft\.ContainerService\/managedClusters\/diagnosticLogs\/Read", "properties": \{"pod":"kube-apiserver-/,
    );
    const escaped = String.raw`\"apiVersion\":\"audit.k8s.io\/v1\"`;
    expect(lines.findIndex((line) => !line.includes(escaped))).toBe(-1);
  });

  test('is cut at 16 KiB, inner text only, now and then', () => {
    const cut = records.filter(({ properties }) => !properties.log.endsWith('\n'));
    expect(cut.length).toBeGreaterThan(0);
    expect(cut.length).toBeLessThan(40);
    for (const { properties } of cut) {
      expect(properties.log.length).toBe(16_384);
      expect(properties.log).toMatch(/"userAgent":"kubectl[^"]*"/);
    }
  });

  test('is written 0.15 to 3 ms after the stage of its event, with up to nine decimals', () => {
    const wrong = records.filter(({ time, properties }) => {
      const stage = /"stageTimestamp":"([^"]+)"/.exec(properties.log)?.[1];
      const later = stage === undefined ? 0 : Date.parse(time) - Date.parse(stage);
      return !/^2026-1[01]-\d\dT\d\d:\d\d:\d\d(\.\d{0,8}[1-9])?Z$/.test(time) || later < 0 || later > 4;
    });
    expect(wrong).toEqual([]);
  });
});

describe('an event', () => {
  test('has its keys in the order in which the API server writes them', () => {
    const order = [
      'kind', 'apiVersion', 'level', 'auditID', 'stage', 'requestURI', 'verb', 'user', 'impersonatedUser', 'sourceIPs', 'userAgent',
      'objectRef', 'responseStatus', 'requestObject', 'responseObject', 'requestReceivedTimestamp', 'stageTimestamp', 'annotations',
    ]; // biome-ignore format: a list of words
    const wrong = events.filter((event) => {
      const keys = Object.keys(event);
      return keys.join() !== order.filter((key) => key in event).join();
    });
    expect(wrong).toEqual([]);
  });

  test('has timestamps with six decimals, received no later than the stage', () => {
    const wrong = events.filter(
      ({ requestReceivedTimestamp: received, stageTimestamp: stage }) =>
        !/^2026-10-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/.test(received) || stage < received,
    );
    expect(wrong).toEqual([]);
  });

  test('of a watch or an exec starts and completes under one audit id', () => {
    const stages = new Map<string, string[]>();
    for (const { auditID, stage } of events) stages.set(auditID, [...(stages.get(auditID) ?? []), stage]);
    const pairs = [...stages.values()].filter((list) => list.length === 2);
    expect(pairs.length).toBeGreaterThan(100);
    for (const pair of pairs) expect(pair.toSorted()).toEqual(['ResponseComplete', 'ResponseStarted']);
    const long = events.filter(({ stage }) => stage === 'ResponseStarted');
    for (const { verb, objectRef } of long) {
      expect(
        verb === 'watch' || ['exec', 'attach', 'portforward', 'log'].includes(objectRef?.subresource ?? ''),
      ).toBe(true);
    }
  });

  test('of an exec is a get since kubectl 1.30 and a create before', () => {
    const seen = new Set<string>();
    for (const { verb, objectRef, userAgent } of events) {
      if (objectRef?.subresource !== 'exec') continue;
      const minor = Number(/v1\.(\d+)/.exec(userAgent)?.[1]);
      expect(verb).toBe(minor >= 30 ? 'get' : 'create');
      seen.add(verb);
    }
    expect(seen).toEqual(new Set(['get', 'create']));
  });

  test('shows the corners that real logs have', () => {
    const some = (claim: (event: Event) => boolean): number => events.filter(claim).length;
    expect(
      some((event) => event.requestURI === '/api?timeout=32s' && event.objectRef === undefined),
    ).toBeGreaterThan(20);
    expect(some((event) => event.requestURI.startsWith('/openapi/v3'))).toBeGreaterThan(20);
    expect(
      some(
        (event) =>
          kubectl(event) &&
          event.verb === 'list' &&
          event.objectRef?.resource === 'pods' &&
          event.objectRef.namespace === undefined,
      ),
    ).toBeGreaterThan(5);
    expect(some((event) => event.responseStatus.code === 403)).toBeGreaterThan(5);
    expect(some((event) => event.responseStatus.code === 404)).toBeGreaterThan(5);
    expect(
      some((event) => JSON.stringify(event).includes('last-applied-configuration') && kubectl(event)),
    ).toBeGreaterThan(5);
    expect(some((event) => JSON.stringify(event).includes('kubectl') && !kubectl(event))).toBeGreaterThan(20);
    expect(some((event) => kubectl(event) && event.sourceIPs[0] === '127.0.0.1')).toBeGreaterThan(20);
    expect(
      some((event) => event.sourceIPs.length === 2 && event.sourceIPs[1]?.startsWith('172.31.') === true),
    ).toBeGreaterThan(100);
    expect(some((event) => event.userAgent.startsWith('kubectl.exe/'))).toBeGreaterThan(20);
  });
});
