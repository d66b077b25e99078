import { expect, test } from 'vitest';
import { blobNameOf, clusterNamed, clusterOf, logPath } from '../../../src/core/read/path.ts';

const id =
  '/SUBSCRIPTIONS/S-1/RESOURCEGROUPS/PROD/PROVIDERS/MICROSOFT.CONTAINERSERVICE/MANAGEDCLUSTERS/AKS-1';
const blob = `resourceId=${id}/y=2026/m=10/d=01/h=08/m=00/PT1H.json`;
const cluster = { id: id.toLowerCase(), name: 'aks-1' };

test('the path of an hour names its cluster and the hour, in any letter case', () => {
  for (const name of [blob, blob.toLowerCase(), blob.toUpperCase(), blob.replace('PT1H', 'PT1H_2')])
    expect(logPath(name)).toEqual({ cluster, hour: '2026-10-01T08' });
});

test.each([
  `x${blob}`,
  `/${blob}`,
  `${blob}x`,
  `${blob}/`,
  blob.replace('PT1H', 'PT5M'),
  blob.replace('PT1H.json', 'a/PT1H.json'),
  blob.replace('PT1H.json', 'PT1H/a.json'),
  blob.replace('.json', '.jsonx'),
  blob.replace('.json', 'Xjson'),
  blob.replace('y=2026', 'y=26'),
  blob.replace('m=10', 'm=1'),
  blob.replace('/m=00', ''),
  blob.replace('AKS-1', 'AKS-1/AGENTPOOLS/ONE'),
  blob.replace('AKS-1', ''),
  blob.replace('MANAGEDCLUSTERS', 'OPENSHIFTCLUSTERS'),
  blob.replace('MICROSOFT.C', 'MICROSOFTXC'),
  '',
])('what is only like it is none: %s', (name) => {
  expect(logPath(name)).toBeNull();
});

test('a resource id names a cluster when it ends in one', () => {
  expect(clusterOf(id)).toEqual(cluster);
  expect(clusterOf('/managedClusters/Shop')).toEqual({ id: '/managedclusters/shop', name: 'shop' });
  for (const other of [`${id}/`, `${id}/agentPools/one`, '/managedClusters/', 'managedClusters/shop', ''])
    expect(clusterOf(other)).toBeNull();
  expect(clusterNamed('Shop')).toEqual({ id: 'shop', name: 'shop' });
});

test.each([
  [blob, blob],
  [`logs/${blob}`, blob],
  [`C:\\logs\\${blob.replaceAll('/', '\\')}`, blob],
  [`${blob}.gz`, blob],
  [`${blob}.GZ`, blob],
  [`${blob}.gz.old`, `${blob}.gz.old`],
  [`./RESOURCEID=${id}/x.json`, `RESOURCEID=${id}/x.json`],
  [`my-${blob}`, null],
  ['logs/x.json', null],
])('of a path %s the name of a log blob is %s', (path, name) => {
  expect(blobNameOf(path)).toBe(name);
});
