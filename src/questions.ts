/** What is asked of the app and answered from what is kept, over the ports of its world. Changes nothing. */
import { answerCalls, answerFindings } from './app/answer.ts';
import type { clusterStates } from './app/coverage/state.ts';
import { eventAnswers } from './app/events/ask.ts';
import { endOfPages } from './app/links.ts';
import type { Log } from './app/ports/log.ts';
import type { CallQuestion, FindingQuestion } from './app/question.ts';
import { readDay, reportOf } from './app/report.ts';
import { answerSearch, type SearchQuestion } from './app/search.ts';
import { sharedPage } from './app/shared.ts';
import { lastToldDay } from './app/showing/last-day.ts';
import { type ShownOptions, shown } from './app/showing/shown.ts';
import { inTime } from './app/turns/in-time.ts';
import { type RefusedForm, worksBy } from './app/working/by-link.ts';
import { withWork } from './app/working/shown.ts';
import { workOn } from './app/working/work.ts';
import { addDays, type Day, dayOf } from './core/count/day.ts';
import type { SearchName } from './core/find/searches/names.ts';
import { suppressedCalls } from './core/find/suppressions/hidden.ts';
import type { ReadOptions } from './core/read/options.ts';
import type { HrefOf, PageRef } from './core/show/links.ts';
import type { ShownClusters } from './core/show/pages/clusters.ts';
import { reportPage } from './core/show/pages/report.ts';
import type { World } from './world.ts';

export interface Asking {
  readonly log: Log;
  readonly read: ReadOptions;
  /** A question is to be answered by then. */
  readonly answerDeadline: () => Date;
  /** What of the archive is not seen, in sentences. */
  readonly unseen: () => Promise<readonly string[]>;
  /** What is wrong with the archive as a whole. */
  readonly archive: () => Promise<ShownClusters['archive']>;
  readonly statesOf: (from: Day, to: Day) => ReturnType<typeof clusterStates>;
}

export function questions(
  { config, names, links, asked, ports: world }: World,
  { log, read, answerDeadline, unseen, archive, statesOf }: Asking,
) {
  const ports = { ...world, log };
  const { clock } = ports;
  const namesKnown = () => names.get(log);
  /** Whoever asks the same at once gets the same answer; none of them one that is older than his question. */
  const shared = <T>(question: unknown, answer: () => Promise<T>): Promise<T> =>
    asked(JSON.stringify(question), answer) as Promise<T>;

  /** The report of a day as a page; of the last day with findings where none is named. */
  async function dayReport(asked: Day | null, hrefOf: HrefOf): Promise<string> {
    const day = asked ?? (await lastToldDay(ports));
    const settings = {
      ...config,
      names: namesKnown(),
      unseen,
      check: inTime(clock, answerDeadline(), 'the report is not gathered yet'),
    };
    const [found, hidden, read] = await Promise.all([
      ports.findings.readDay(day).then((one) => withWork(ports.work, day, one)),
      ports.suppressions.hiddenOn(day),
      readDay(ports, day, settings),
    ]);
    const suppressed = suppressedCalls(hidden, clock());
    const data = reportOf(day, read, found, suppressed, clock(), settings);
    return reportPage({ ...data, hrefOf });
  }

  const clusters = (from: Day | null, to: Day | null) => {
    const today = dayOf(clock());
    const until = to ?? (from !== null && from > today ? from : today);
    return statesOf(from ?? addDays(until, -35), until);
  };

  const show = shown({
    ports,
    settings: () => ({ names: namesKnown(), deadline: answerDeadline() }),
    report: dayReport,
    clusters: async (from, to) => ({ clusters: await clusters(from, to), archive: await archive() }),
  });

  return {
    calls: (question: CallQuestion) =>
      shared(['calls', question], () =>
        answerCalls(question, ports, { ...config, deadline: answerDeadline() }),
      ),
    search: (name: SearchName, question: SearchQuestion) =>
      answerSearch(name, question, ports, { ...config, deadline: answerDeadline() }),
    findings: (question: FindingQuestion) =>
      shared(['findings', question], () =>
        answerFindings(question, ports, { ...config, deadline: answerDeadline() }),
      ),

    async finding(id: string) {
      const found = await ports.findings.find(id);
      return found === null
        ? null
        : {
            ...found.finding,
            version: found.version,
            closed: found.closed,
            told: found.told,
            refused: found.refused,
            work: await workOn(ports, id),
          };
    },
    work: (id: string) => workOn(ports, id),

    /** The report of a day as a page; of the last day with findings where none is named. */
    async report(named: Day | null): Promise<string> {
      const until = endOfPages(clock());
      const hrefOf = await links.hrefs(until);
      return await shared(['report', named, until], () => dayReport(named, hrefOf));
    },

    ...eventAnswers(ports, read),

    /** The page that a signed link opens; `null` where it opens none. */
    shared: (query: URLSearchParams, refused?: RefusedForm) =>
      sharedPage(query, { links, show, publicUrl: config.publicUrl }, refused),
    /** Whether it is a link by which a finding is worked. */
    worksBy: (query: URLSearchParams) => worksBy(query, { links }),
    /** A page of its own kind; `null` where what it is about is not there. @param up doors that its address lies below the others */
    async page(to: PageRef, options: ShownOptions = {}, up = 0): Promise<string | null> {
      const hrefOf = await links.hrefs(endOfPages(clock()));
      const lifted: HrefOf = (one) => {
        const href = hrefOf(one);
        return href === null ? null : '../'.repeat(up) + href;
      };
      return await show(to, lifted, options);
    },

    clusters,
  };
}
