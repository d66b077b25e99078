/** What a hunt told and what it held back, in a line. */
import type { SurpriseAnswer } from '../../find/answer.ts';
import { type Severity, severities } from '../../judge/severity.ts';
import { several, whole } from '../phrase.ts';

/** @param answer `milder`: findings left out since they are less severe than `minSeverity` */
export function toldLine(
  {
    findings,
    held = 0,
    suppressed = [],
    milder = 0,
    learning = false,
  }: Pick<SurpriseAnswer, 'findings' | 'held' | 'suppressed'> & { readonly learning?: boolean } & {
    readonly milder?: number;
  },
  minSeverity?: Severity,
): string {
  const bands = severities
    .toReversed()
    .map((severity) => [severity, findings.filter(({ risk }) => risk.severity === severity).length] as const)
    .filter(([, count]) => count > 0)
    .map(([severity, count]) => `${whole(count)} ${severity}`);
  const hidden = suppressed.reduce((sum, { hits }) => sum + hits, 0);
  const back = [
    ...(milder > 0 ? [`${whole(milder)} milder than ${minSeverity ?? 'asked for'}`] : []),
    ...(held > 0
      ? [`${whole(held)} beyond what is told of a day${learning ? ' by a cluster that is learning' : ''}`]
      : []),
    ...(hidden > 0 ? [`${several(hidden, 'suppressed call')}`] : []),
  ];
  const told = `${several(findings.length, 'finding')} told${bands.length > 0 ? `: ${bands.join(', ')}` : ''}`;
  return `${told}; held back: ${back.length > 0 ? back.join(', ') : 'nothing'}`;
}
