/** `rarecall rank`: a day is ranked by hand. The same job as the timer's. */
import type { Command } from 'commander';
import type { Day } from '../core/count/day.ts';
import { MissingError, UnfinishedError } from '../errors.ts';
import { reasonOf } from '../failure.ts';
import { connection, day } from './options.ts';

interface RankCommand {
  readonly day: Day;
  readonly connection?: string;
}

const examples = `
Example:
  rarecall rank --day 2026-10-31`;

export function addRank(program: Command): void {
  program
    .command('rank')
    .description('Rank a day by hand, as the timer does.')
    .requiredOption('--day <day>', 'the UTC day', day)
    .addOption(connection())
    .addHelpText('after', examples)
    .action((options: RankCommand) => rank(options));
}

async function rank(options: RankCommand): Promise<void> {
  const { appOn } = await import('./app-on-account.ts');
  const { progressBar } = await import('./output/progress.ts');
  const app = await appOn(options.connection);
  const clusters = await app.clustersKnown();
  if (clusters.length === 0)
    throw new MissingError('no log has been counted in this account yet: run rarecall backfill first');
  const bar = progressBar('ranking', clusters.length);
  let found = 0;
  let ranked = 0;
  const failed: string[] = [];
  for (const cluster of clusters) {
    try {
      const findings = await app.rankCluster(cluster, options.day);
      if (findings !== null) ranked++;
      found += findings ?? 0;
    } catch (error) {
      failed.push(`not ranked: ${cluster.name}: ${reasonOf(error)}`);
    }
    bar.add(1);
  }
  bar.end();
  for (const line of failed) console.error(line);
  if (failed.length > 0)
    throw new UnfinishedError(
      `${options.day}: ${failed.length} of ${clusters.length} clusters could not be ranked, ${found} findings of the others`,
    );
  if (ranked === 0) throw new MissingError(`no logs have been counted for ${options.day}`);
  console.log(`${options.day}: ${ranked} clusters ranked, ${found} findings`);
}
