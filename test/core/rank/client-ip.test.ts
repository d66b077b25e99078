import { describe, expect, test } from 'vitest';
import { addressesIn, addressRange, clientOf, isInRange } from '../../../src/core/rank/client-ip.ts';
import { isLoopback, isPublic } from '../../../src/core/read/address.ts';

test.each(['127.0.0.1', '127.8.8.8', '::1', '0:0:0:0:0:0:0:1', '::ffff:127.0.0.1', '::ffff:7f00:1'])(
  '%s is loopback however it is written',
  (text) => {
    expect(isLoopback(text)).toBe(true);
    expect(clientOf([text], 'first')).toBe(null);
    expect(clientOf([text, '203.0.113.9'], 'first')).toEqual({ ip: '203.0.113.9', spoofable: false });
  },
);

test.each(['127', '2130706433', '0x7f.1', 'localhost', '::2', '128.0.0.1', ''])(
  '%s is not loopback',
  (text) => {
    expect(isLoopback(text)).toBe(false);
  },
);

test('the policy chooses among the entries', () => {
  const ips = ['10.0.0.4', '203.0.113.9', '172.31.4.5'];
  expect(clientOf(ips, 'first')?.ip).toBe('10.0.0.4');
  expect(clientOf(ips, 'last')?.ip).toBe('172.31.4.5');
  expect(clientOf(ips, 'first-public')?.ip).toBe('203.0.113.9');
  expect(clientOf(['10.0.0.4', '192.168.0.1'], 'first-public')?.ip).toBe('10.0.0.4');
  expect(clientOf(ips, 'ignore')?.ip).toBe(null);
});

test('a call without source IPs has no client, and a call from loopback alone is none', () => {
  expect(clientOf([], 'first')).toEqual({ ip: null, spoofable: false });
  expect(clientOf(['127.0.0.1', '127.0.0.2'], 'ignore')).toBe(null);
});

test('an address has one written form', () => {
  expect(clientOf(['2001:DB8:0:0:0:0:0:1'], 'first')?.ip).toBe('2001:db8::1');
  expect(clientOf(['::ffff:203.0.113.9'], 'first')?.ip).toBe('203.0.113.9');
});

test('entries that disagree can be forged; the hop that AKS appends does not count', () => {
  expect(clientOf(['203.0.113.9', '172.31.4.5'], 'first')?.spoofable).toBe(false);
  expect(clientOf(['203.0.113.9', '203.0.113.9'], 'first')?.spoofable).toBe(false);
  expect(clientOf(['1.1.1.1', '203.0.113.9', '172.31.4.5'], 'first')?.spoofable).toBe(true);
  expect(clientOf(['1.1.1.1', '203.0.113.9'], 'last')?.spoofable).toBe(true);
});

test('public is what may be anywhere in the world', () => {
  expect(isPublic('203.0.113.9')).toBe(true);
  expect(isPublic('2a00:1450::1')).toBe(true);
  for (const inside of [
    '10.0.0.1',
    '172.31.0.1',
    '192.168.1.1',
    '100.64.0.1',
    '169.254.1.1',
    'fd00::1',
    'fe80::1',
    'x',
  ])
    expect(isPublic(inside)).toBe(false);
});

test.each([
  [[], 0],
  [['203.0.113.9'], 1],
  [['203.0.113.9/24'], 256],
  [['203.0.113.9/24', '203.0.113.0/25', '203.0.113.200'], 256],
  [['10.0.1.7/24', '10.0.0.0/23', '10.0.2.0/24'], 768],
  [['255.255.255.0/24', '0.0.0.0/24'], 512],
  [['2001:db8::1/120', '2001:db8::ff'], 256],
])('%j hold each address once: %i', (texts, count) => {
  const ranges = texts.map(addressRange).filter((range) => range !== null);
  expect(ranges).toHaveLength(texts.length);
  expect(addressesIn(ranges)).toBe(BigInt(count));
});

describe('a range', () => {
  const holds = (range: string, ip: string): boolean | null => {
    const parsed = addressRange(range);
    return parsed === null ? null : isInRange(ip, parsed);
  };

  test.each([
    ['203.0.113.9', '203.0.113.9', true],
    ['203.0.113.9', '203.0.113.8', false],
    ['203.0.113.9', '::ffff:203.0.113.9', true],
    ['203.0.113.0/24', '203.0.113.255', true],
    ['203.0.113.0/24', '203.0.114.0', false],
    ['203.0.113.0/1', '1.1.1.1', false],
    ['203.0.113.0/1', '129.0.0.1', true],
    ['2001:db8::1', '2001:db8:0::1', true],
    ['2001:db8::1', '2001:db8::2', false],
    ['2001:db8::/32', '2001:db8:1::', true],
    ['2001:db8::/32', '2001:db9::', false],
    ['2001:db8::/32', '203.0.113.9', false],
    ['203.0.113.0/24', '2001:db8::1', false],
    ['203.0.113.0/24', 'somewhere', false],
  ])('%s, asked for %s: %s', (range, ip, held) => {
    expect(holds(range, ip)).toBe(held);
  });

  test.each(['', 'x', '203.0.113', '203.0.113.0/33', '203.0.113.0/', '2001:db8::/129', '0.0.0.0/0', '::/0'])(
    'is none: %j',
    (text) => {
      expect(addressRange(text)).toBeNull();
    },
  );
});
