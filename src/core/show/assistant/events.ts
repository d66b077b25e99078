/**
 * The events of a finding as an assistant reads them: each request that its calls name, in order of time, with the id by which it is
 * found in the logs and the place of its record. Records themselves are not given: what stands in their bodies nobody masks.
 */
import type { Finding } from '../../find/finding.ts';
import type { RankedCall } from '../../judge/ranked-call.ts';
import type { Text } from '../../read/call.ts';
import { commandPhrase } from '../call-notes.ts';

/** What its call says of it, as it is shown. */
type OfCall = Pick<
  RankedCall,
  'user' | 'impersonatedBy' | 'verb' | 'resource' | 'subresource' | 'namespace' | 'requestURI'
>;

export interface EventView extends OfCall {
  readonly time: Text;
  readonly auditID: Text;
  readonly outcome: string;
  /** What an exec ran. */
  readonly command: Text;
  /** 1-100, of its call. */
  readonly risk: number;
  /** Log blob or file, and the byte at which the line of the record begins. */
  readonly source: string;
  readonly offset: number;
}

/** The first events of each call: a finding names no more. */
export const eventViews = ({ calls }: Pick<Finding, 'calls'>): EventView[] =>
  calls
    .flatMap((call) => call.evidence.map((evidence) => eventView(call, evidence)))
    .sort((a, b) => compare(a.time ?? '', b.time ?? '') || a.offset - b.offset);

const eventView = (
  call: RankedCall,
  { time, auditID, source, offset }: RankedCall['evidence'][number],
): EventView => ({
  time,
  auditID,
  user: call.user,
  impersonatedBy: call.impersonatedBy,
  verb: call.verb,
  resource: call.resource,
  subresource: call.subresource,
  namespace: call.namespace,
  requestURI: call.requestURI,
  command: commandPhrase(call),
  outcome: call.outcome,
  risk: call.risk.score,
  source,
  offset,
});

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
