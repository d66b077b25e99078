/** The same attacks with other programs, in Markdown: what was found, and how far from what is found with kubectl. */
import { loudness } from '../../../src/simulate/attacks/scenario.ts';
import type { Calm } from '../calm.ts';
import { isAmong, type Judgement } from '../judge.ts';
import { type Mean, meanOf } from '../measures.ts';
import { sizes } from '../months.ts';
import type { Client } from '../plan.ts';
import { shown, table } from './markdown.ts';
import type { Results } from './results.ts';
import { overMonths } from './summary.ts';

const trialOf = ({ seed, scenario, loudness: kind }: Judgement): string => `${seed} ${scenario} ${kind}`;

/** How much more was found with a program than with kubectl, trial by trial: the same attack in the same month. */
export function comparedWith(
  kubectl: readonly Judgement[],
  other: readonly Judgement[],
  measure: (one: Judgement) => number,
): Mean {
  const known = new Map(kubectl.map((one) => [trialOf(one), measure(one)]));
  const paired = other.filter((one) => known.has(trialOf(one)));
  if (paired.length === 0) return meanOf([]);
  return overMonths(paired, (one) => measure(one) - (known.get(trialOf(one)) ?? 0));
}

const signed = (mean: Mean): string => (mean.mean >= 0 ? `+${shown(mean)}` : shown(mean));
const p10 = (one: Judgement): number => one.p10;
const top3 = ({ finding }: Judgement): number => isAmong(finding, 3);

function programs(judgements: readonly Judgement[], kubectl: readonly Judgement[]): string {
  const rows = [...Map.groupBy(judgements, ({ client }) => client)].map(([client, own]) => {
    return [
      client,
      String(own.length),
      ...loudness.map((kind) => {
        const some = own.filter((one) => one.loudness === kind);
        const found = shown(overMonths(some, p10));
        return client === 'kubectl' ? found : `${found} (${signed(comparedWith(kubectl, some, p10))})`;
      }),
      ...loudness.map((kind) =>
        shown(
          overMonths(
            own.filter((one) => one.loudness === kind),
            top3,
          ),
        ),
      ),
    ];
  });
  return table(
    [
      'program',
      'trials',
      ...loudness.map((kind) => `${kind}: p@10`),
      ...loudness.map((kind) => `${kind}: top 3`),
    ],
    rows,
  );
}

function calmTable(calm: readonly Calm[]): string {
  const of = (own: readonly Calm[], measure: (one: Calm) => number): string =>
    shown(meanOf(own.map(measure)));
  const rows = [...sizes, 'all three'].map((size) => {
    const own = calm.filter((one) => one.size === size || size === 'all three');
    return [
      size,
      String(own.length),
      of(own, ({ calls }) => calls),
      of(own, ({ findings }) => findings),
      of(own, ({ bands }) => bands.high + bands.critical),
    ];
  });
  return table(['cluster', 'days', 'patterns a day', 'findings a day', 'of them high or critical'], rows);
}

/** @returns nothing where no other program was tried */
export function byProgram({ judgements, calm }: Pick<Results, 'judgements' | 'calm'>): string {
  const isOther = ({ client }: { readonly client: Client }): boolean => client !== 'kubectl';
  // kubectl is measured in more months than the others: compared are those that all were measured in.
  const months = new Set(judgements.filter(isOther).map(({ seed }) => seed));
  if (months.size === 0) return '';
  const own = judgements.filter(({ ranking, seed }) => ranking === 'product' && months.has(seed));
  const ofSplit = (split: Judgement['split']): string => {
    const some = own.filter((one) => one.split === split);
    return programs(
      some,
      some.filter((one) => !isOther(one)),
    );
  };
  return [
    `${months.size} months, each attack with every program. In parentheses: how much more is found than with kubectl, trial by trial. Held-out attacks:`,
    ofSplit('held-out'),
    'Attacks for tuning:',
    ofSplit('tuning'),
    'Days of these months without an attack, with everything that people and programs do:',
    calmTable(calm.filter(({ seed }) => months.has(seed))),
  ].join('\n\n');
}
