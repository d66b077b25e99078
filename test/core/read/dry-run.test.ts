import { describe, expect, test } from 'vitest';
import { isDryRun } from '../../../src/core/read/dry-run.ts';

const pods = (verb: string, query: string, more: Record<string, unknown> = {}) => ({
  verb,
  level: 'RequestResponse',
  objectRef: { resource: 'pods' },
  requestURI: `/api/v1/namespaces/x/pods/a${query}`,
  ...more,
});
const all = { dryRun: ['All'] };
const eviction = { resource: 'pods', subresource: 'eviction' };

describe('a trial is one where the API server reads it', () => {
  test.each([
    pods('create', '?dryRun=All'),
    pods('update', '?fieldManager=x&dryRun=All'),
    pods('patch', '?dryRun=All&dryRun=All&force=true'),
    pods('patch', '?dryRun=All', { objectRef: { resource: 'deployments', subresource: 'scale' } }),
    pods('delete', '', { requestObject: { kind: 'DeleteOptions', ...all } }),
    pods('deletecollection', '', { requestObject: all }),
    pods('delete', '?dryRun=All'),
    pods('deletecollection', '?dryRun=All', { level: 'Request' }),
    pods('create', '?dryRun=All', { objectRef: eviction }),
    pods('create', '', { objectRef: eviction, requestObject: { deleteOptions: all } }),
    pods('create', '?dryRun=All', { objectRef: eviction, requestObject: { deleteOptions: all } }),
    pods('create', '?dryRun=All', { objectRef: eviction, requestObject: { deleteOptions: {} } }),
  ])('%j', (event) => {
    expect(isDryRun(event, false)).toBe(true);
  });
});

describe('elsewhere it is a text of the caller', () => {
  test.each([
    pods('get', '?dryRun=All'),
    pods('list', '?dryRun=All'),
    pods('create', ''),
    pods('create', '?dryRun'),
    pods('create', '?dryRun='),
    pods('create', '?dryRun=all'),
    pods('create', '?dryRun=None'),
    pods('create', '?dryRun=All,None'),
    pods('create', '?dryRun=All;x'),
    pods('create', '?dryRun=All%zz'),
    pods('create', '?x;dryRun=All'),
    pods('create', '?x?dryRun=All'),
    pods('create', '?notdryRun=All'),
    pods('create', '?dryRun=All&dryRun=None'),
    pods('create', '?dryRun=&dryRun=All'),
    pods('create', '&dryRun=All'),
    pods('create', '', { requestObject: all }),
    pods('patch', '', { requestObject: { ...all, deleteOptions: all } }),
    pods('create', '', { objectRef: eviction, requestObject: all }),
    pods('create', '?dryRun=None', { objectRef: eviction, requestObject: { deleteOptions: all } }),
    pods('create', '?dryRun=All', { objectRef: { resource: 'pods', subresource: 'exec' } }),
    pods('create', '?dryRun=All', { objectRef: { resource: 'serviceaccounts', subresource: 'token' } }),
    pods('delete', '?dryRun=All', { objectRef: { resource: 'nodes', subresource: 'proxy' } }),
    // A body goes before the query, whatever is in it.
    pods('delete', '?dryRun=All', { requestObject: {} }),
    pods('delete', '?dryRun=All', { requestObject: 'skipped-too-big-size-object' }),
    pods('deletecollection', '?dryRun=All', { requestObject: { dryRun: [] } }),
    pods('delete', '', { requestObject: { dryRun: ['All', 'x'] } }),
    pods('delete', '', { requestObject: { dryRun: ['All', 7] } }),
    pods('delete', '', { requestObject: { dryRun: 'All' } }),
    pods('delete', '', { requestObject: [all] }),
    // Bodies are not logged at this level: there may have been one.
    pods('delete', '?dryRun=All', { level: 'Metadata' }),
    { verb: 'create', requestURI: '/x?dryRun=All' },
    {},
  ])('%j', (event) => {
    expect(isDryRun(event, false)).toBe(false);
  });

  test('a delete whose record was cut may have had a body', () => {
    expect(isDryRun(pods('delete', '?dryRun=All'), true)).toBe(false);
    expect(isDryRun(pods('patch', '?dryRun=All'), true)).toBe(true);
  });
});
