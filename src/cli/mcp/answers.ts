/** From a tool's question to its answer: asked of a source, cut to its bounds, marked. Refuses to know the protocol. */
import { pageToken, reading } from '../../app/parameters.ts';
import { requestCounts } from '../../core/find/events-of.ts';
import { callView, rareView } from '../../core/show/assistant/calls.ts';
import { clusterView } from '../../core/show/assistant/clusters.ts';
import { eventViews } from '../../core/show/assistant/events.ts';
import { findingDetail, findingView } from '../../core/show/assistant/findings.ts';
import { bounds, fitting } from '../../core/show/assistant/fit.ts';
import { markedAnswer, notice, unmarked } from '../../core/show/assistant/untrusted.ts';
import { UsageError } from '../../errors.ts';
import type { Parameters, Source } from './source.ts';

/** A checked question: members by the names of the HTTP API. */
type Question = Readonly<Record<string, string | number | undefined>>;

const parametersOf = (question: Question): Parameters =>
  Object.entries(question).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, typeof value === 'string' ? unmarked(value) : String(value)] as const],
  );

type Answer = Readonly<Record<string, unknown>>;

/** The notice stands first, whoever reads only the beginning. */
const withNotice = (answer: Answer): Answer => ({ notice, ...markedAnswer(answer) });

interface Listed {
  /** Marked. */
  readonly rows: readonly unknown[];
  readonly whole: Answer;
}

/** Asks again for as many rows as fit, so that `next` is what the source says. */
async function fitted(
  question: Question & { readonly limit: number },
  ask: (asked: Parameters) => Promise<Listed>,
): Promise<Answer> {
  const first = await ask(parametersOf(question));
  const fit = fitting(first.rows, first.whole);
  if (fit >= first.rows.length) return first.whole;
  return (await ask(parametersOf({ ...question, limit: fit }))).whole;
}

export const findingsAnswer = (
  source: Source,
  question: Question & { readonly limit: number },
): Promise<Answer> =>
  fitted(question, async (asked) => {
    const { day, note, held, findings, next } = await source.findings(asked);
    const rest = withNotice({
      day,
      ...(note === undefined ? {} : { note }),
      ...(held === undefined ? {} : { held }),
    });
    return listed(rest, 'findings', findings.map(findingView), next);
  });

export const callsAnswer = (
  source: Source,
  question: Question & { readonly limit: number },
): Promise<Answer> =>
  fitted(question, async (asked) => {
    const answer = await source.calls(asked);
    if (answer.ranking === 'rare')
      return listed(
        withNotice({ ranking: 'rare', day: question.day ?? null }),
        'rows',
        answer.rows.map(rareView),
        answer.next,
      );
    const { ranking, day, learning, calls, next } = answer;
    return listed(withNotice({ ranking, day, learning }), 'calls', calls.map(callView), next);
  });

function listed(rest: Answer, name: string, views: readonly unknown[], next: string | undefined): Listed {
  const rows = markedAnswer(views);
  return { rows, whole: { ...rest, [name]: rows, ...markedAnswer(next === undefined ? {} : { next }) } };
}

interface OfFinding {
  readonly id: string;
  readonly page?: string | undefined;
}

/** Its calls come by pages of ours: a finding is one thing wherever it lies. */
export async function findingAnswer(source: Source, { id, page }: OfFinding): Promise<Answer> {
  const from = offsetOf(page);
  const { finding, closed } = await source.finding(id);
  const { calls, ...rest } = findingDetail(finding, closed);
  return paged(withNotice(rest as unknown as Answer), 'calls', calls, from);
}

/** Those that its calls name, and how many requests there were. */
export async function eventsAnswer(source: Source, { id, page }: OfFinding): Promise<Answer> {
  const from = offsetOf(page);
  const { finding } = await source.finding(id);
  const { all, named } = requestCounts(finding);
  return paged(withNotice({ finding: id, requests: all, named }), 'events', eventViews(finding), from);
}

/** @throws UsageError */
function offsetOf(page: string | undefined): number {
  const given = reading(page === undefined ? [] : [['page', page]], ['page']);
  const asked = given.answer(given.page());
  if (!asked.ok) throw new UsageError(asked.problem);
  return asked.value;
}

/** As many rows as fit. */
function paged(head: Answer, name: string, views: readonly unknown[], from: number): Answer {
  const rows = markedAnswer(views.slice(from, from + bounds.rows));
  const end = from + (rows.length === 0 ? 0 : fitting(rows, head));
  return {
    ...head,
    [name]: rows.slice(0, end - from),
    ...(end < views.length ? { next: pageToken(end) } : {}),
  };
}

export async function clustersAnswer(source: Source, question: Question): Promise<Answer> {
  const clusters = markedAnswer((await source.clusters(parametersOf(question))).map(clusterView));
  const head = withNotice({});
  const fit = clusters.length === 0 ? 0 : fitting(clusters, head);
  const leftOut = clusters.length - fit;
  return { ...head, clusters: clusters.slice(0, fit), ...(leftOut > 0 ? { leftOut } : {}) };
}
