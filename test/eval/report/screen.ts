/** Results as text for a terminal, the parts that were measured one below the other. Refuses to measure. */
import { intrusionLines } from '../people/table.ts';
import { severityLines, variesMost } from '../vary/severity.ts';
import { toldNotes, variedCalmLines, variedLines } from '../vary/table.ts';
import type { Results } from './results.ts';
import { summary } from './summary.ts';
import { columns } from './text.ts';

/** @param withSeverity whether it is shown how the severity of an attack varies */
export function screen(results: Results, withSeverity: boolean): string {
  const { judgements, varied, variedCalm, intrusions } = results;
  // Variations are other attacks: each is compared with itself.
  const severities = [...Map.groupBy(varied, ({ variation }) => variation)]
    .filter(([, own]) => severityLines(own).length > 1)
    .flatMap(([name, own]) => [
      `Severity of the same attack over months, ${name}:\n${columns(severityLines(own))}`,
      columns(variesMost(own)),
    ]);
  return [
    ...(judgements.length === 0 ? [] : [summary(judgements)]),
    ...(varied.length === 0 ? [] : [columns(variedLines(varied)), toldNotes(varied).join('\n')]),
    ...(variedCalm.length === 0 ? [] : [columns(variedCalmLines(variedCalm))]),
    ...(withSeverity ? severities : []),
    ...(['commands', 'records'] as const)
      .filter((of) => intrusions.some((one) => one.of === of))
      .map((of) => columns(intrusionLines(of, intrusions))),
  ].join('\n\n');
}
