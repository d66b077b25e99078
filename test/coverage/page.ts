/** `docs/coverage.md`, of what became of the samples. Knows Markdown; refuses to hunt. */
import { type Severity, severities } from '../../src/core/judge/severity.ts';
import { table } from '../eval/report/markdown.ts';
import type { Detection } from './detection.ts';
import type { Outcome } from './hunt.ts';

/** A detection with what became of its sample. */
export interface Covered {
  readonly detection: Detection;
  readonly outcome: Outcome;
  /** What becomes of the same done by busy people; none where it is about the caller. */
  readonly others: readonly Outcome[];
}

/** Whether the product tells all that a sample does, and names what is dangerous about it. */
export const isTold = ({ detection, outcome }: Pick<Covered, 'detection' | 'outcome'>): boolean =>
  tells(outcome, detection);

function tells(outcome: Outcome, detection: Detection): boolean {
  const named = factorsOf(outcome.told);
  return (
    outcome.told.length === outcome.calls.length &&
    detection.factors.every((factor) => named.includes(factor))
  );
}

/** The factors of some calls, each once, in the order in which they come. */
export const factorsOf = (calls: Outcome['calls']): string[] => [
  ...new Set(calls.flatMap(({ risk }) => risk.factors.map(({ id }) => id))),
];

/** Of the gravest finding. */
const severityOf = ({ findings }: Outcome): Severity | null =>
  severities.findLast((one) => findings.some(({ risk }) => risk.severity === one)) ?? null;

export function page(covered: readonly Covered[]): string {
  const told = covered.filter(isTold);
  const counts = severities
    .map(
      (severity) =>
        [severity, told.filter(({ outcome }) => severityOf(outcome) === severity).length] as const,
    )
    .filter(([, count]) => count > 0)
    .map(([severity, count]) => `${count} ${severity}`);
  const untold = covered.filter((one) => !isTold(one));
  return `${intro(covered.length, told.length)}

${others(covered)}

Severities of those that are told, as they are in that month: ${counts.toReversed().join(', ')}.

${table(['#', 'detection', 'its sample', 'told', 'of busy people', 'by these factors'], covered.map(row))}

## What is not told

${untold
  .map(
    ({ detection, outcome }) =>
      `- **${numberOf(detection)}, ${detection.what}.** ${detection.untold ?? ''}${seen(outcome)}`,
  )
  .join('\n')}

## Where the detections stand

${covered.map(({ detection }) => `${numberOf(detection)}. ${detection.sources.map(({ name, url }) => `[${name}](${url})`).join(', ')}`).join('\n')}
`;
}

const intro = (count: number, told: number): string => `# Coverage

<!-- Made by npm run coverage. A test fails where it is not what would be made now. -->

${told} of ${count} public detections for Kubernetes audit logs are told by Rarecall.

For each detection there is a sample of our own in \`test/fixtures/coverage\`: a line of a log or a few. Each is put by itself into
the last day of a simulated month of a small cluster with people, pipelines, other clients, controllers and machinery, and
hunted as \`rarecall hunt\` does, with the settings as they are out of the box. **Told** means that all that the sample does stands in
findings of that day, and that factors name the danger. Nothing is made for a sample: no list of names, no rule that fits one
fixture. Most callers are people and machines of that month, with their own programs and addresses unless the table says another;
without the samples nothing is told of any of them on that day.

**Who does it matters.** What somebody does every day is not told here, where a rule would tell it every day: that is what
Rarecall is for. So many samples are of callers with narrow habits, a pipeline, a job, a workload whose token is taken: one odd call
of theirs stands out, as does what nobody here ever does. How well whole attacks are found stands in [signal.md](signal.md).`;

/** How much the samples owe to their callers. */
function others(covered: readonly Covered[]): string {
  const asked = covered.filter((one) => one.others.length > 0);
  const count = asked.reduce((sum, one) => sum + one.others.length, 0);
  const told = asked.reduce((sum, one) => sum + toldOfOthers(one), 0);
  const any = asked.filter((one) => toldOfOthers(one) > 0).length;
  const every = asked.filter((one) => toldOfOthers(one) === one.others.length).length;
  return `That the samples do not flatter, the same was tried with busy people: ${asked.length} samples that are not about the caller, each done
by a developer, an operator and a platform engineer of that month, from their usual places, in one call or a few of a working day.
**${told} of these ${count} are told**: ${every} samples whoever does it, ${any} of somebody (column "of busy people").`;
}

const toldOfOthers = ({ detection, others }: Covered): number =>
  others.filter((outcome) => tells(outcome, detection)).length;

const numberOf = ({ sample }: Detection): number => Number.parseInt(sample, 10);

function row(one: Covered): string[] {
  const { detection, outcome } = one;
  const told = isTold(one);
  return [
    `${numberOf(detection)}`,
    detection.what,
    detection.shows,
    told ? (severityOf(outcome) ?? '') : 'no',
    one.others.length === 0 ? '' : `${toldOfOthers(one)} of ${one.others.length}`,
    told
      ? factorsOf(outcome.told)
          .map((id) => `\`${id}\``)
          .join(' ')
      : '',
  ];
}

/** What is known of a sample that is not told. */
const seen = ({ calls, told }: Outcome): string => {
  const factors = factorsOf(calls);
  const of = told.length === 0 ? '' : ` ${told.length} of its ${calls.length} calls are told.`;
  return `${of}${factors.length === 0 ? '' : ` Its factors: ${factors.map((id) => `\`${id}\``).join(' ')}.`}`;
};
