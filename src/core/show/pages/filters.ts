/** Choosing among findings without a script: radio buttons that the style sheet knows. Refuses to know what is chosen among. */
import type { Finding } from '../../find/finding.ts';
import { severities } from '../../judge/severity.ts';
import { type Html, html } from '../html.ts';
import { clipped } from '../phrase.ts';

/** Clusters that have a button of their own; what is beyond them shares the last. */
export const clusterButtons = 12;

/** Names the place of its cluster among all, never its name, which is not ours. */
export function clusterClass({ clusterId }: Pick<Finding, 'clusterId'>, clusters: readonly string[]): string {
  const at = clusters.indexOf(clusterId);
  return at < 0 ? 'of-any' : `of-${Math.min(at, clusterButtons - 1)}`;
}

const option = (group: string, id: string, text: string, isFirst: boolean): Html =>
  isFirst
    ? html`<label><input type="radio" name="${group}" id="${id}" checked=""/>${text}</label>`
    : html`<label><input type="radio" name="${group}" id="${id}"/>${text}</label>`;

function severityField(findings: readonly Finding[]): Html | null {
  const there = severities.toReversed().filter((one) => findings.some(({ risk }) => risk.severity === one));
  if (there.length < 2) return null;
  return html`
<fieldset><legend>Show</legend>${option('only', 'only-all', 'all', true)}${there.map(
    (one) => html`<label class="${one}"><input type="radio" name="only" id="only-${one}"/>${one}</label>`,
  )}</fieldset>`;
}

function clusterField(names: readonly string[]): Html | null {
  if (names.length < 2) return null;
  const texts = names.length > clusterButtons ? [...names.slice(0, clusterButtons - 1), 'all others'] : names;
  return html`
<fieldset><legend>Cluster</legend>${option('cluster', 'in-all', 'all', true)}${texts.map((name, at) => option('cluster', `in-${at}`, clipped(name, 60), false))}</fieldset>`;
}

/** Ids of clusters in the order of their worst finding, and the buttons; none where there is nothing to choose. */
export function filtersOf(findings: readonly Finding[]): {
  readonly clusters: readonly string[];
  readonly fields: Html;
} {
  const clusters = new Map(findings.map(({ clusterId, cluster }) => [clusterId, cluster]));
  return {
    clusters: [...clusters.keys()],
    fields: html`${severityField(findings)}${clusterField([...clusters.values()])}`,
  };
}
