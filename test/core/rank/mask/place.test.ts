/** Paths, hosts and URLs: near misses stand beside what is shown. */
import { expect, test } from 'vitest';
import { shownHost, shownPath, shownUrl } from '../../../../src/core/rank/mask/place.ts';

const x = '[redacted]';

test.each([
  '/home/otter/notes',
  '/plum/jam',
  '/Plum',
  '~/.ssh/config',
  './run.sh',
  '../x/y',
  '@/etc/hosts',
  '/etc:/usr',
  '/a:/b:/c',
  'restore.sql',
  'restore.sql.bak',
  '/etc/7a1f6f60-2d3a-4e2b-9c55-0f3b8d1f2a34',
  `/opt/${'ab-'.repeat(21)}c`,
  '/srv/token/otter',
  '/srv/presets/otter',
  '/srv/inviter/otter',
  '//srv',
  '/host-root/etc/x9',
])('the path %s is shown', (word) => {
  expect(shownPath(word)).toBe(word);
});

test.each([
  ['/etc/Plum77Jam', `/etc/${x}`],
  // Where nothing of a system lies, digits are no part of a name.
  ['/plum/jam7', `/plum/${x}`],
  [`/opt/${'ab-'.repeat(22)}c`, `/opt/${x}`],
  ['/var/lib/x;jsession=7', `/var/lib/x;${x}`],
  ['/srv/reset/otter', `/srv/reset/${x}`],
  ['/srv/INVITE/otter/again', `/srv/INVITE/${x}/again`],
])('of the path %s is shown %s', (word, shown) => {
  expect(shownPath(word)).toBe(shown);
});

test.each([
  '.../x',
  'x/etc',
  '~',
  'plum',
  '@plum',
  '/etc:plum',
  '9restore.sql',
  'restore.sqlx',
  'Restore.sql',
  'a1b2c3d4e5f6a7b8c9d0.sql',
  'http://x:y',
])('%s is no path', (word) => {
  expect(shownPath(word)).toBeNull();
});

test.each([
  '10.1.2.3',
  '10.1.2.3:80',
  '10.1.2.0/24',
  'fe80::1',
  '::1/64',
  '2001:db8:0:0:0:0:0:1',
  'localhost',
  'localhost:8080',
  'db.internal',
  'db.internal:5432',
  'root@10.1.2.3',
])('the host %s is shown', (word) => {
  expect(shownHost(word)).toBe(word);
});

test.each([
  '10.1.2',
  'x10.1.2.3',
  '10.1.2.3x',
  '10.1.2.3.4',
  'x::1',
  '::1x',
  '1:2:3',
  'localhost:otter',
  'otter',
  'db.otter',
  'db.internal.',
  '_db.internal',
  'a1b2c3d4e5f6a7b8c9d0.internal',
  'otter@10.1.2.3',
  'root@',
  'root@otter',
  'root@10.1.2.3@10.1.2.3',
])('%s is no host that is shown', (word) => {
  expect(shownHost(word)).toBeNull();
});

test.each([
  'https://a.example',
  'https://a.example/',
  'https://a.example/x@y',
  'https://a.example/?api-version=2024-01-01-preview',
  'https://a.example/?api-version=1.0',
  'https://[fe80::1]:443/x',
  'https://$HOST/x',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of a shell
  'https://${HOST_NAME}:80/x',
  'https://otter',
  'https:///etc/hosts',
  'ftp://a.example/etc',
])('the URL %s is shown', (word) => {
  expect(shownUrl(word)).toBe(word);
});

test.each([
  ['https://ann:jam@a.example/x', `https://ann:${x}@a.example/x`],
  ['https://ann:jam:pie@a.example', `https://ann:${x}@a.example`],
  ['https://ann@a.example', `https://${x}@a.example`],
  ['https://Ann7:jam@a.example', `https://${x}@a.example`],
  ['https://anntheotters:jam@a.example', `https://anntheotters:${x}@a.example`],
  ['https://anntheottersx:jam@a.example', `https://${x}@a.example`],
  ['redis://:jam@10.0.0.4:6379/0', `redis://${x}@10.0.0.4:6379/0`],
  // A password may hold slashes.
  ['redis://10.0.0.4/x@y', `redis://${x}@y`],
  ['https://ann:j/am@a.example/z', `https://ann:${x}@a.example/z`],
  ['https://Plum77Jam/x', `https://${x}/x`],
  ['https://a.example:x80', `https://${x}`],
  ['https://a.example/reset/otter', `https://a.example/reset/${x}`],
  ['https://a.example/?api-version=jam', `https://a.example/?api-version=${x}`],
  ['https://a.example/?api-version=x1.0', `https://a.example/?api-version=${x}`],
  ['https://a.example/?api-version=1.0x', `https://a.example/?api-version=${x}`],
  ['https://a.example/?version=1.0', `https://a.example/?version=${x}`],
  ['https://a.example/?q', `https://a.example/?${x}`],
  ['https://a.example/?q=&&z9=1', `https://a.example/?q=&&${x}`],
  ['https://a.example?q=a?b=c', `https://a.example?q=${x}`],
  [`https://a.example/?${'k'.repeat(40)}=1`, `https://a.example/?${'k'.repeat(40)}=${x}`],
  [`https://a.example/?${'k'.repeat(41)}=1`, `https://a.example/?${x}`],
  ['https://a.example/x?y=1#jam#jam', `https://a.example/x?y=${x}#${x}`],
])('of the URL %s is shown %s', (word, shown) => {
  expect(shownUrl(word)).toBe(shown);
});

test.each(['/https://a.example', 'a://x', 'otter'])('%s is no URL', (word) => {
  expect(shownUrl(word)).toBeNull();
});

test.each([
  ['https://hooks.example', 'https://hooks.example'],
  ['https://hooks.example/', 'https://hooks.example/'],
  ['https://hooks.example:8443/api/v1?watch=true#top', `https://hooks.example:8443/api/v1?watch=${x}#${x}`],
  ['https://hooks.example?a', `https://hooks.example?${x}`],
  ['https://hooks.example?a=', 'https://hooks.example?a='],
  ['https://hooks.example/x?a=b=c&d=e', `https://hooks.example/x?a=${x}&d=${x}`],
  ['https://hooks.example/x?a=b?c', `https://hooks.example/x?a=${x}`],
  ['https://hooks.example/x?api-version=2024-01-01', 'https://hooks.example/x?api-version=2024-01-01'],
  ['https://hooks.example/x?api-version=2024-01-01x', `https://hooks.example/x?api-version=${x}`],
  ['https://otter@hooks.example/x', `https://${x}@hooks.example/x`],
  ['https://otter:plum@hooks.example/x', `https://otter:${x}@hooks.example/x`],
  ['https://Otter:plum@hooks.example/x', `https://${x}@hooks.example/x`],
  ['https://otter:pl/um@hooks.example/x', `https://otter:${x}@hooks.example/x`],
  ['https://hooks.example/x@y', 'https://hooks.example/x@y'],
  ['postgres://otter:pl/um@db.internal:5432/plum', `postgres://otter:${x}@db.internal:5432/plum`],
  ['https://[::1]:8443/x', 'https://[::1]:8443/x'],
  ['https://$HOST/x', 'https://$HOST/x'],
  ['https://plum_jam!/x', `https://${x}/x`],
  ['file:///etc/hosts', 'file:///etc/hosts'],
])('of the URL %s is shown %s', (word, shown) => {
  expect(shownUrl(word)).toBe(shown);
});

test.each(['hooks.example/x', '//hooks.example', ':/x', 'a://x', '1https://x', 'mailto:x'])(
  '%s is no URL',
  (word) => {
    expect(shownUrl(word)).toBeNull();
  },
);
