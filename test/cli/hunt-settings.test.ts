/** Settings of the app that say what counts and how it is ranked hold in `rarecall hunt`, by the way each is given. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { aLine } from '../build.ts';
import { checkout } from './checkout.ts';

let here: Awaited<ReturnType<typeof checkout>>;
let logs: string;

const at = (day: number) => `2026-10-${String(day).padStart(2, '0')}T09:00:00.000000Z`;
const lineOf = (day: number, event: object, category = 'kube-audit') =>
  aLine(
    { requestReceivedTimestamp: at(day), stageTimestamp: at(day), ...event },
    { category, time: at(day) },
  );

/** Nine days; on the last, three strangers read secrets. One record is of another category, one by another agent. */
beforeAll(async () => {
  here = await checkout();
  const calm = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((day) => lineOf(day, {}));
  const strange = ['ben', 'cleo', 'dan'].map((username) =>
    lineOf(9, {
      user: { username, groups: ['system:authenticated'] },
      sourceIPs: ['198.51.100.7', '203.0.113.50'],
      requestURI: `/api/v1/namespaces/${username}/secrets`,
      objectRef: { resource: 'secrets', namespace: username },
    }),
  );
  const others = [lineOf(9, {}, 'kube-audit-admin'), lineOf(9, { userAgent: 'oc/4.17 (linux/amd64)' })];
  logs = await here.file('logs/PT1H.json', `${[...calm, ...strange, ...others].join('\n')}\n`);
});
afterAll(() => here.remove());
beforeEach(() => here.settings({}));

const hunt = async (args: readonly string[] = [], env: Record<string, string> = {}) => {
  const { code, out, err } = await here.run(['hunt', logs, '--format', 'json', ...args], {
    RARECALL_CLIENTS: 'kubectl',
    ...env,
  });
  expect([code, err.replace(/.*held back, their calls are ranked\n/, '')]).toEqual([0, '']);
  return JSON.parse(out);
};

test('without a setting the category is kube-audit and the agent kubectl', async () => {
  const { lines, skipped, learning, findings } = await hunt();
  expect([lines, skipped['other-category'], skipped['not-kubectl']]).toEqual([14, 1, 1]);
  expect([learning, findings.length]).toEqual([false, 3]);
});

test('an option wins over the environment, the environment over local.settings.json, and what is empty over nothing', async () => {
  await here.settings({ RARECALL_LOG_CATEGORY: 'kube-audit-admin' });
  expect((await hunt()).skipped['other-category']).toBe(12);
  expect((await hunt([], { RARECALL_LOG_CATEGORY: '' })).skipped['other-category']).toBe(12);
  expect((await hunt([], { RARECALL_LOG_CATEGORY: 'kube-audit' })).skipped['other-category']).toBe(1);
  const option = ['--category', 'kube-audit'];
  expect((await hunt(option)).skipped['other-category']).toBe(1);
  expect((await hunt(option, { RARECALL_LOG_CATEGORY: 'guard' })).skipped['other-category']).toBe(1);
});

test('other clients count unless an option or the setting says that only kubectl does', async () => {
  const skippedOf = async (args: string[], RARECALL_CLIENTS: string) =>
    (await hunt(args, { RARECALL_CLIENTS })).skipped;
  expect(await skippedOf([], '')).toEqual({ 'other-category': 1 });
  expect(await skippedOf(['--clients', 'interactive'], 'kubectl')).toEqual({ 'other-category': 1 });
  expect(await skippedOf(['--clients', 'kubectl'], 'Interactive')).toMatchObject({ 'not-kubectl': 1 });
  const rare = await hunt(['--ranking', 'rare'], { RARECALL_CLIENTS: 'interactive' });
  expect(rare).toEqual(await hunt(['--ranking', 'rare']));
});

test('agents are counted that the setting names', async () => {
  expect((await hunt([], { RARECALL_AGENTS: 'kubectl,oc/' })).skipped['not-kubectl']).toBeUndefined();
});

test('the client is the address that the setting names, unless the option does, and none in a private cluster', async () => {
  const addressOf = async (args: string[], env: Record<string, string>) =>
    (await hunt(args, env)).calls.find(({ user }: { user: string }) => user === 'ben').clientIp;
  expect(await addressOf([], {})).toBe('198.51.100.7');
  expect(await addressOf([], { RARECALL_CLIENT_IP: 'Last' })).toBe('203.0.113.50');
  expect(await addressOf(['--client-ip', 'first'], { RARECALL_CLIENT_IP: 'last' })).toBe('198.51.100.7');
  expect(await addressOf([], { RARECALL_PRIVATE_CLUSTERS: 'aks-1' })).toBeNull();
  expect(await addressOf([], { RARECALL_PRIVATE_CLUSTERS: 'aks-2' })).toBe('198.51.100.7');
});

test('days of baseline and learning, and the budget of findings, are the settings', async () => {
  expect(await hunt([], { RARECALL_LEARNING_DAYS: '20' })).toMatchObject({ learning: true });
  expect((await hunt([], { RARECALL_BASELINE_DAYS: '2', RARECALL_LEARNING_DAYS: '1' })).baselineDays).toBe(2);
  const { findings, held } = await hunt([], { RARECALL_FINDINGS_PER_DAY: '2' });
  expect([findings.length, held]).toEqual([2, 1]);
});

test('a setting at fault is named, and one that no hunt needs is not looked at', async () => {
  expect(await here.run(['hunt', logs], { RARECALL_BASELINE_DAYS: 'many' })).toEqual({
    code: 1,
    out: '',
    err: 'rarecall: RARECALL_BASELINE_DAYS must be a whole number from 1 to 90\n',
  });
  await hunt([], { RARECALL_RETENTION_DAYS: 'many', RARECALL_WEBHOOK_URL: 'https://hook.example' });
});

test('where all is of another category, that one is named', async () => {
  const admin = await here.file('admin.json', `${lineOf(9, {}, 'kube-audit-admin')}\n`);
  const { err } = await here.run(['hunt', admin]);
  expect(err).toMatch(
    /^rarecall: no record is of the category kube-audit; there are such of kube-audit-admin: name one with --category$/m,
  );
  const named = await here.run(['hunt', admin, '--category', 'kube-audit-admin', '--format', 'json']);
  expect([named.err, JSON.parse(named.out).calls.length]).toEqual(['', 1]);
  const forged = await here.file('forged.json', `${lineOf(9, {}, 'a\u001b[31m')}\n`);
  expect((await here.run(['hunt', forged])).err).not.toContain('[31m');
});
