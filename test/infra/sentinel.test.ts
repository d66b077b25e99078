/** The rule that makes incidents: it speaks of columns that there are, and of what its own query makes of them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { severities, severityOf } from '../../src/core/judge/severity.ts';
import { sentinelColumns } from '../../src/core/show/sinks/sentinel.ts';
import { ofType, snapshotOf, snapshots } from './snapshot.ts';

const alertRules = 'Microsoft.SecurityInsights/alertRules';
const [rule] = ofType(snapshotOf('everything'), alertRules);
const properties = rule?.properties ?? {};
const text = JSON.stringify({ ...properties, query: '' });
const query = String(properties.query);

const columns = Object.keys(sentinelColumns);
const made = [...query.matchAll(/(?:extend|,|summarize) (\w+) = /g)].map(([, name = '']) => name);

test('there is one only where it is asked for', () => {
  const having = snapshots
    .filter((snapshot) => ofType(snapshot, alertRules).length > 0)
    .map(({ name }) => name);
  expect(having).toEqual(['everything']);
});

test('it names columns of the table, or those that its query makes', () => {
  const named = [
    ...[...text.matchAll(/"(?:columnName|alert\w+ColumnName|value)":"(\w+)"/g)].map(([, name]) => name),
    ...[...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name),
    ...Object.values(properties.customDetails as Record<string, string>),
  ];
  expect(named.length).toBeGreaterThan(15);
  expect(named.filter((name) => ![...columns, ...made].includes(name ?? ''))).toEqual([]);
  // What it looks at itself: names of functions and of what it lets are written small.
  const asked = [...query.replaceAll(/"[^"]*"/g, '').matchAll(/\b[A-Z]\w+/g)].map(([name]) => name);
  expect(asked.filter((name) => ![...columns, ...made, 'RarecallFindings_CL'].includes(name))).toEqual([]);
});

test('it keeps the limits of Sentinel', () => {
  expect(Object.keys(properties.customDetails as object).length).toBeLessThanOrEqual(20);
  expect((properties.entityMappings as object[]).length).toBeLessThanOrEqual(10);
  expect(query.length).toBeLessThan(10_000);
  expect(query).not.toMatch(/search \*|union \*/);
});

test('it looks back as far as its query does, and groups by a detail that it has', () => {
  expect(query).toContain('let runs_every = 10m;\nlet longest_delay = 1h;');
  expect([properties.queryFrequency, properties.queryPeriod]).toEqual(['PT10M', 'PT70M']);
  expect(properties.incidentConfiguration).toMatchObject({
    groupingConfiguration: { enabled: true, matchingMethod: 'Selected', groupByCustomDetails: ['Story'] },
  });
  expect(properties.customDetails).toMatchObject({ Story: 'Story' });
});

test('the least severity is the band of that name', () => {
  const bicep = readFileSync(join(import.meta.dirname, '../../infra/app/settings.bicep'), 'utf8');
  const listed = /var severities = \[(.*)\]/.exec(bicep)?.[1]?.replaceAll("'", '').split(', ');
  expect(listed).toEqual([...severities]);
  for (const [index, severity] of severities.entries()) {
    expect(severityOf(20 * index + 1)).toBe(severity);
    expect(index === 0 ? 'none' : severityOf(20 * index)).not.toBe(severity);
  }
  expect(query).toContain('let least_risk = 40;');
  for (const severity of severities.slice(1)) expect(query).toContain(`Severity == "${severity}", "`);
});
