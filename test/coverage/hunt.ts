/**
 * What the product says of a sample in a month of daily life: read, folded, ranked, judged and told as by `rarecall hunt`.
 * Knows how a sample is put into its day; refuses to know what it stands for.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { historyOf } from '../../src/cli/files/days.ts';
import type { ReadPart } from '../../src/cli/files/read.ts';
import type { Finding } from '../../src/core/find/finding.ts';
import { learnDays, type Told, tellDay } from '../../src/core/find/hunt.ts';
import { hidingNow } from '../../src/core/find/suppressions/shipped.ts';
import type { RankedCall } from '../../src/core/judge/ranked-call.ts';
import { busyPeople, doneBy } from './callers.ts';
import { day, monthRead, readPaths, settings } from './month.ts';

const folder = join(import.meta.dirname, '../fixtures/coverage');

/** What became of a sample. */
export interface Outcome {
  /** Its calls, the rarest first. */
  readonly calls: readonly RankedCall[];
  /** Those of its calls that are told. */
  readonly told: readonly RankedCall[];
  /** The findings in which they are told, the strongest first. */
  readonly findings: readonly Finding[];
}

export interface Life {
  /** What is told of the day when nothing is added to it. */
  readonly findings: readonly Finding[];
  /** What the product says when a sample is added to the day; it leaves no trace in what was learnt. */
  with(sample: string): Promise<Outcome>;
  /** The same where each of some busy people had done it. */
  byOthers(sample: string): Promise<Outcome[]>;
}

/** Learns the month, once for all samples. */
export async function learnt(): Promise<Life> {
  const { cluster, parts } = clusterIn([...(await monthRead()).clusters.values()]);
  const rank = await learnDays(historyOf(parts, day, settings), cluster, day, settings);
  const suppressions = hidingNow([], new Date(`${day}T23:59:59Z`));
  async function hunt(all: readonly ReadPart[]): Promise<Told & { readonly calls: readonly RankedCall[] }> {
    const ranking = await rank(() => historyOf(all, day, settings).patterns(day));
    const told = tellDay({ ...ranking, logged: true }, day, suppressions, settings);
    return { ...told, calls: ranking.calls };
  }
  async function outcomeOf(path: string): Promise<Outcome> {
    const own = clusterIn([...(await readPaths(path)).clusters.values()]);
    if (own.cluster.id !== cluster.id) throw new RangeError(`${path} is of another cluster`);
    const isOwn = isOneOf(own.parts);
    const { calls, findings } = await hunt([...parts, ...own.parts]);
    return {
      calls: calls.filter(isOwn),
      told: findings.flatMap((finding) => finding.calls.filter(isOwn)),
      findings: findings.filter((finding) => finding.calls.some(isOwn)),
    };
  }
  const people = busyPeople(parts);
  return {
    findings: (await hunt(parts)).findings,
    with: (sample) => outcomeOf(pathOf(sample)),
    async byOthers(sample) {
      const lines = await readFile(pathOf(sample), 'utf8');
      const outcomes: Outcome[] = [];
      for (const person of people)
        outcomes.push(await inFile(doneBy(lines, person), (path) => outcomeOf(path)));
      return outcomes;
    },
  };
}

const pathOf = (sample: string): string => join(folder, `${sample}.jsonl`);

/** Lines as a file, as long as it is looked at. */
async function inFile<T>(lines: string, look: (path: string) => Promise<T>): Promise<T> {
  const own = await mkdtemp(join(tmpdir(), 'rarecall-coverage-'));
  try {
    const path = join(own, 'sample.jsonl');
    await writeFile(path, lines);
    return await look(path);
  } finally {
    await rm(own, { recursive: true });
  }
}

function clusterIn<T>(clusters: readonly T[]): T {
  const [only, ...others] = clusters;
  if (only === undefined || others.length > 0) throw new RangeError('samples are of one cluster');
  return only;
}

/** A call is a sample's by its evidence; a presence has none, and is so by who was where. */
function isOneOf(parts: readonly ReadPart[]): (call: RankedCall) => boolean {
  const sources = new Set(parts.map(({ source }) => source));
  const presences = parts
    .flatMap(({ rows }) => rows)
    .filter(({ client }) => client === 'presence')
    .map(({ call }) => `${call.user} ${call.sourceIPs[0]}`);
  return ({ evidence, user, clientIp }) =>
    evidence.length === 0
      ? presences.includes(`${user} ${clientIp}`)
      : evidence.some(({ source }) => sources.has(source));
}
