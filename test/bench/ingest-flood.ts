/**
 * A flood: one attacker, one hour, a million calls that no two have their URI in common. A third of the URIs are of the
 * API, which fold to one pattern; a third have a pattern of their own; a third another agent and namespace as well.
 */
import { aBlobName } from '../build.ts';
import { figure } from './figure.ts';
import type { Counted, Held, Looked, Ranked } from './ingest-alone.ts';
import { alone, type Bed, blobsOf, check, readsOf, rowOf, writesOf } from './ingest-bed.ts';

const syllables = [...'bdfgklmnprstvz'].flatMap((first) => [...'aeiou'].map((last) => first + last));

/** A word of letters only, another one for each number: nothing in it looks generated. */
function word(number: number): string {
  let text = '';
  for (let rest = number, i = 0; i < 4; i++, rest = Math.floor(rest / syllables.length))
    text += syllables[rest % syllables.length];
  return text;
}

function line(number: number, hour: string): string {
  const kind = number % 3;
  const name = word(number);
  const uri = kind === 0 ? `/api/v1/namespaces/payments/secrets/${name}` : `/${name}/x`;
  const agent = kind === 2 ? `kubectl-${name}/v1.31.2` : 'kubectl/v1.31.2 (linux/amd64) kubernetes/5864a46';
  const time = new Date(Date.parse(`${hour}:00:00Z`) + ((number * 3.5) % 3_600_000))
    .toISOString()
    .slice(0, -1);
  const stamp = `${time}${String(number % 1_000).padStart(3, '0')}Z`;
  const event =
    `{\\"kind\\":\\"Event\\",\\"apiVersion\\":\\"audit.k8s.io/v1\\",\\"level\\":\\"Metadata\\",\\"auditID\\":\\"${String(number).padStart(8, '0')}-0000-4000-8000-000000000000\\",` +
    `\\"stage\\":\\"ResponseComplete\\",\\"requestURI\\":\\"${uri}\\",\\"verb\\":\\"get\\",\\"user\\":{\\"username\\":\\"mallory@example.com\\",\\"groups\\":[\\"team-m\\",\\"system:authenticated\\"]},` +
    `\\"sourceIPs\\":[\\"203.0.113.66\\"],\\"userAgent\\":\\"${agent}\\",\\"objectRef\\":{\\"resource\\":\\"secrets\\",\\"namespace\\":\\"${kind === 2 ? name : 'payments'}\\",\\"name\\":\\"${name}\\",\\"apiVersion\\":\\"v1\\"},` +
    `\\"responseStatus\\":{\\"metadata\\":{},\\"code\\":403},\\"requestReceivedTimestamp\\":\\"${stamp}\\",\\"stageTimestamp\\":\\"${stamp}\\"}\\n`;
  return (
    '{"category":"kube-audit","operationName":"Microsoft.ContainerService/managedClusters/diagnosticLogs/Read",' +
    `"properties":{"pod":"kube-apiserver-6797f4455b-jdgtt","log":"${event}","stream":"stdout"},"time":"${stamp}"}\n`
  );
}

const day = '2026-10-01';

/** @returns lines of the table */
export async function flood(bed: Bed, lines: number, hours: number, budget: number): Promise<string[]> {
  const budgeted = String(budget);
  const rows: string[] = [];
  let bytes = 0;
  let [next, heaviest, seconds] = [0, 0, 0];
  const names = Array.from({ length: hours }, (_, i) => `${day}T${String(i).padStart(2, '0')}`);
  const counting = { reads: 0, writes: 0, blobs: 0 };
  for (const hour of names) {
    const blob = aBlobName(hour);
    for (let done = 0; done < lines; done += 4_000) {
      const text = Buffer.from(
        Array.from({ length: Math.min(4_000, lines - done) }, () => line(next++, hour)).join(''),
      );
      bytes += text.length;
      await bed.append(blob, text);
    }
    const { result, requests } = await bed.during(() =>
      alone<Counted>(bed.connection, 'count', blob, budgeted),
    );
    check('a flood', { ...result }, { lines, events: lines });
    heaviest = Math.max(heaviest, result.maxRssMb);
    seconds += result.seconds;
    counting.reads += readsOf(requests);
    counting.writes += writesOf(requests);
    counting.blobs += blobsOf(requests);
  }
  figure({ what: 'ingest: memory of a flood', value: heaviest, unit: 'MB', atMost: 300 });
  const looked = await alone<Looked>(bed.connection, 'look', day, budgeted);
  check('the rows of a flood', { ...looked }, { lines: lines * hours, events: lines * hours });
  const { limit, folded } = looked;
  if (looked.rows > 2 * limit + 2_000) throw new Error(`a flood: ${looked.rows} rows of ${limit}`);
  const mb = bytes / 1e6;
  rows.push(
    `| flood: ${lines} URIs an hour, ${hours} h | ${mb.toFixed(0)} | ${(mb / seconds).toFixed(1)} | ${counting.writes} | ${counting.reads} | ${counting.blobs} | ${heaviest.toFixed(0)} MB at most; rows ${looked.rows} of ${limit}, folded ${folded} |`,
  );

  const blob = aBlobName(names.at(-1));
  const held = await alone<Held>(bed.connection, 'hold', blob);
  check('a flood of the default budget', { ...held }, { lines, events: lines });
  rows.push(
    `| … the last hour with the default budget, into no table | ${(mb / hours).toFixed(0)} | ${(mb / hours / held.seconds).toFixed(1)} | ${held.commits} |  |  | ${held.maxRssMb.toFixed(0)} MB at most; rows ${held.rows} |`,
  );

  const small = Buffer.from(Array.from({ length: 50 }, () => line(next++, `${day}T00`)).join(''));
  await bed.append(blob, small);
  const grown = await bed.during(() => alone<Counted>(bed.connection, 'count', blob, budgeted));
  check('after a flood', { ...grown.result }, { lines: lines + 50 });
  rows.push(rowOf('… and 50 lines more, by a new process', small.length / 1e6, grown));

  const ranked = await bed.during(() => alone<Ranked>(bed.connection, 'rank', day, budgeted));
  rows.push(
    rowOf(
      '… and its day is ranked',
      0,
      ranked,
      `${ranked.result.seconds.toFixed(1)} s, ${ranked.result.maxRssMb.toFixed(0)} MB at most; ${ranked.result.patterns} patterns, ${ranked.result.findings} findings`,
    ),
  );
  return rows;
}
