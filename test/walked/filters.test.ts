import { expect, test } from 'vitest';
import { walkOf } from './filters.ts';

test.each([
  ['', '', true],
  ["PartitionKey eq 'a'", "PartitionKey eq 'a'", true],
  [
    "PartitionKey eq 'a' and RowKey ge 'b' and RowKey lt 'c'",
    "PartitionKey eq 'a' and RowKey ge 'b' and RowKey lt 'c'",
    true,
  ],
  ["PartitionKey ge 'a' and PartitionKey lt 'b'", "PartitionKey ge 'a' and PartitionKey lt 'b'", true],
  [
    "PartitionKey ge 'a' and PartitionKey lt 'b' and RowKey eq 'cursor'",
    "PartitionKey ge 'a' and PartitionKey lt 'b'",
    false,
  ],
  ["RowKey eq 'x'", '', false],
  ["PartitionKey eq 'a' and cluster eq 'b' and closed eq false", "PartitionKey eq 'a'", false],
  ["PartitionKey eq 'a and b''s' and x eq 'c and d'", "PartitionKey eq 'a and b''s'", false],
  ["(PartitionKey eq 'a') or (PartitionKey eq 'b')", '', false],
])('the service walks what the keys leave: %s', (filter, keys, isExact) => {
  expect(walkOf(filter)).toEqual({ keys, isExact });
});
