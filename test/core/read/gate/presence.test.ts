import { describe, expect, it } from 'vitest';
import { presenceOf } from '../../../../src/core/read/gate/presence.ts';
import { logReader } from '../../../../src/core/read/log-reader.ts';
import { defaultReadOptions, type ReadOptions } from '../../../../src/core/read/options.ts';
import { readAll } from '../reading.ts';
import { bytes, lineOf } from '../records.ts';

const user = 'system:serviceaccount:kube-system:metrics-server';
const received = '2026-10-01T08:00:00.123456Z';
const ipOf = (sourceIPs: string[]) => presenceOf(user, sourceIPs, received, null)?.ip ?? null;

describe('a presence', () => {
  it('names the identity, its address and the day', () => {
    expect(presenceOf(user, ['203.0.113.9'], received, '/X')).toEqual({
      resourceId: '/X',
      user,
      ip: '203.0.113.9',
      day: '2026-10-01',
    });
    expect(presenceOf(user, ['203.0.113.9'], '2026-10-01T00:30:00+02:00', null)?.day).toBe('2026-09-30');
    expect(presenceOf(user, ['203.0.113.9'], null, null)?.day).toBe(null);
    expect(presenceOf(user, ['203.0.113.9'], 'yesterday', null)?.day).toBe(null);
  });

  it('is of the last address but AKS’s own hops, since those ahead of it can be forged', () => {
    expect(ipOf(['203.0.113.9', '198.51.100.4'])).toBe('198.51.100.4');
    expect(ipOf(['203.0.113.9', '172.31.4.5'])).toBe('203.0.113.9');
    expect(ipOf(['198.51.100.4', '203.0.113.9', '172.31.4.5', '172.31.0.1'])).toBe('203.0.113.9');
    expect(ipOf(['203.0.113.9', '10.0.0.4'])).toBe(null);
  });

  it('is only of public addresses, written the one way', () => {
    for (const ip of ['10.0.0.4', '172.31.4.5', '192.168.0.1', 'fd00::1', '100.64.0.1', 'nowhere'])
      expect(ipOf([ip])).toBe(null);
    expect(ipOf([])).toBe(null);
    expect(ipOf(['2A00:1450:0::1'])).toBe('2a00:1450::1');
    expect(ipOf(['::ffff:203.0.113.9'])).toBe('203.0.113.9');
  });

  it('is only of the machinery of Kubernetes', () => {
    for (const other of [null, 'ada@example.com', 'nodeclient', 'aksService', ''])
      expect(presenceOf(other, ['203.0.113.9'], received, null)).toBe(null);
  });
});

describe('a reader', () => {
  const interactive: ReadOptions = { ...defaultReadOptions, clients: 'interactive' };
  const metrics = (over: { [key: string]: unknown } = {}) =>
    lineOf({ user: { username: user }, userAgent: 'metrics-server/v0.7', ...over });

  it('tells each presence once, with the first line that shows it, and counts every line', () => {
    const text = [
      metrics(),
      metrics({ verb: 'get' }),
      metrics({ sourceIPs: ['198.51.100.4'] }),
      metrics({ requestReceivedTimestamp: '2026-10-02T00:00:00.000000Z' }),
      metrics({ requestReceivedTimestamp: null }),
      metrics({ sourceIPs: ['127.0.0.1'] }),
      lineOf({ user: { username: 'nodeclient' }, userAgent: 'kubelet/v1' }),
    ];
    const read = readAll(logReader(interactive), [bytes(`${text.join('\n')}\n`)]);
    expect(read.presences.map(({ presence: { ip, day } }) => [ip, day])).toEqual([
      ['203.0.113.7', '2026-10-01'],
      ['198.51.100.4', '2026-10-01'],
      ['203.0.113.7', '2026-10-02'],
      ['203.0.113.7', null],
    ]);
    expect(read.presences[0]).toMatchObject({ offset: 0, end: metrics().length + 1 });
    expect(read.reader).toMatchObject({ lines: 7, skipped: { machinery: 7 } });
  });

  it('tells one and the same of each cluster that a file holds', () => {
    const elsewhere = metrics().replace('SHOP-1', 'SHOP-2');
    const text = [metrics(), elsewhere, metrics(), elsewhere].join('\n');
    const read = readAll(logReader(interactive), [bytes(`${text}\n`)]);
    expect(read.presences.map(({ presence }) => presence.resourceId?.slice(-6))).toEqual([
      'SHOP-1',
      'SHOP-2',
    ]);
    expect(read.reader).toMatchObject({ lines: 4, skipped: { machinery: 4 } });
  });

  it('tells none of a call that it counts, nor where it reads kubectl alone or everybody', () => {
    const counted = lineOf({ user: { username: user }, userAgent: 'curl/8' });
    expect(readAll(logReader(interactive), [bytes(`${counted}\n`)]).presences).toEqual([]);
    for (const clients of ['kubectl', 'all'] as const) {
      const read = readAll(logReader({ ...defaultReadOptions, clients }), [bytes(`${metrics()}\n`)]);
      expect(read.presences).toEqual([]);
    }
  });

  it('counts what stands before a presence while it is in hand', () => {
    const used = logReader(interactive);
    const found = used.push(
      bytes(`${metrics({ user: { username: 'aksService' }, userAgent: 'x' })}\n${metrics()}\n`),
    );
    expect(found.next()).toMatchObject({ value: { presence: { user } } });
    expect(used.totals()).toMatchObject({ lines: 1, skipped: { machinery: 1 } });
  });
});
