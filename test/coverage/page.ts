/** `docs/coverage.md`, of what became of the samples. Knows Markdown; refuses to hunt. */
import { type Severity, severities } from '../../src/core/judge/severity.ts';
import { table } from '../eval/report/markdown.ts';
import type { Detection } from './detection.ts';
import type { Outcome } from './hunt.ts';

/** A detection with what became of its sample. */
export interface Covered {
  readonly detection: Detection;
  readonly outcome: Outcome;
}

/** Whether the product tells all that a sample does, and names what is dangerous about it. */
export function isTold({ detection, outcome }: Covered): boolean {
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
  const others = covered.filter((one) => !isTold(one));
  return `${intro(covered.length, told.length)}

Severities of those that are told, as they are in that month: ${counts.toReversed().join(', ')}.

${table(['#', 'detection', 'its sample', 'told', 'by these factors'], covered.map(row))}

## What is not told

${others.map(({ detection, outcome }) => `- **${numberOf(detection)}, ${detection.what}.** ${detection.untold ?? ''}${seen(outcome)}`).join('\n')}

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

It says what is seen when somebody does such a thing who does not usually do it. What somebody does every day is not told here,
where a rule would tell it every day: that is what Rarecall is for. Pipelines, jobs and workloads have narrow habits, so that
one odd call of theirs stands out; so do calls that nobody here ever makes. Of a busy engineer it often takes several. How well it finds whole attacks stands in [signal.md](signal.md).`;

const numberOf = ({ sample }: Detection): number => Number.parseInt(sample, 10);

function row(one: Covered): string[] {
  const { detection, outcome } = one;
  const told = isTold(one);
  return [
    `${numberOf(detection)}`,
    detection.what,
    detection.shows,
    told ? (severityOf(outcome) ?? '') : 'no',
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
