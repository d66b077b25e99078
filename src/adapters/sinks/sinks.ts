/** The sinks that settings switch on. A sink that cannot be made fails each delivery and nothing else. */
import type { FindingSink, LinkOf } from '../../app/ports/sink.ts';
import type { Config } from '../../config.ts';
import type { Finding } from '../../core/find/finding.ts';
import { findingWithNames, type Names, noNames, wordsWithNames } from '../../core/show/names.ts';
import { lazyIdentity } from '../azure/identity.ts';
import { ocsfSink } from './ocsf.ts';
import { sentinelSink } from './sentinel.ts';
import { slackSink } from './slack.ts';
import { splunkSink } from './splunk.ts';
import { teamsSink } from './teams.ts';
import { webhookSink } from './webhook.ts';

const nowhere: LinkOf = async () => null;

/**
 * @param names asked for when something is told: shown to people, and in the words that machines pass on to them
 * @param links asked for each finding that is told; that by which it is worked goes to people alone
 */
export function sinksOf(
  config: Config,
  names: () => Names = () => noNames,
  links: { readonly page: LinkOf; readonly work: LinkOf } = { page: nowhere, work: nowhere },
): FindingSink[] {
  const splunk = { token: config.splunkToken, index: config.splunkIndex };
  const credential = lazyIdentity(config.store);
  const forMachines = [
    ...made('webhook', config.webhookUrl, (url) => webhookSink({ url, secret: config.webhookSecret })),
    ...made('ocsf', config.ocsfUrl, (url) =>
      ocsfSink({ url, secret: config.ocsfSecret, version: config.ocsfVersion }),
    ),
    ...made('splunk', config.splunkUrl, (url) => splunkSink({ url, ...splunk })),
    ...made('sentinel', config.sentinelUrl, (endpoint) =>
      sentinelSink({ endpoint, ruleId: config.sentinelRule, credential }),
    ),
  ];
  const forPeople = [
    ...made('slack', config.slackUrl, (url) => slackSink({ url })),
    ...made('teams', config.teamsUrl, (url) => teamsSink({ url })),
  ];
  return [
    ...forMachines.map((sink) =>
      telling(sink, (finding) => wordsWithNames(finding, names()), links.page, nowhere),
    ),
    ...forPeople.map((sink) =>
      telling(sink, (finding) => findingWithNames(finding, names()), links.page, links.work),
    ),
  ];
}

const telling = (
  { deliver, ...sink }: FindingSink,
  worded: (finding: Finding) => Finding,
  linkOf: LinkOf,
  workLinkOf: LinkOf,
): FindingSink => ({
  ...sink,
  deliver: async (finding, idempotencyKey) =>
    await deliver(worded(finding), idempotencyKey, await linkOf(finding), await workLinkOf(finding)),
});

/** Counting must go on whatever is wrong with a sink: its fault is told with every finding it does not get. */
function made(name: string, url: string, make: (url: string) => FindingSink): FindingSink[] {
  if (url === '') return [];
  try {
    return [make(url)];
  } catch (error) {
    const refuse = () => Promise.reject(error);
    return [{ name, deliver: refuse, dry: refuse }];
  }
}
