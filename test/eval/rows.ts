/**
 * Simulated requests as the ledger would hold them: rows of a cluster's day, as the product's own types have them.
 * A short cut past lines and storage; test/eval/rows.test.ts holds it to what the reader makes of the rendered lines.
 */
import { addDays, type Day } from '../../src/core/count/day.ts';
import { newRow, presenceRow } from '../../src/core/count/growing-row.ts';
import {
  type DayRow,
  type Evidence,
  evidencePerRow,
  patternRowKey,
  presenceKey,
  rowKey,
} from '../../src/core/count/row.ts';
import { patternText } from '../../src/core/rank/pattern.ts';
import { nothingApplied } from '../../src/core/read/applied.ts';
import { appliedTogether } from '../../src/core/read/bodies/together.ts';
import type { Applied, Call, Client, Presence, Said } from '../../src/core/read/call.ts';
import { type Caller, kubectlGate, refusal } from '../../src/core/read/gate/gate.ts';
import { presenceOf } from '../../src/core/read/gate/presence.ts';
import { defaultReadOptions } from '../../src/core/read/options.ts';
import { saidTogether } from '../../src/core/read/said.ts';
import { hasPods, microTime } from '../../src/simulate/events.ts';
import { isOfAttack, kindOf, type Request, uriOf } from '../../src/simulate/request.ts';
import type { World } from '../../src/simulate/world.ts';
import { type Clients, lastDay, type Month } from './months.ts';

/** Rows of one cluster and day, with the keys of those that an attack made or took part in. */
export interface LabelledDay {
  readonly rows: readonly DayRow[];
  readonly attackKeys: ReadonlySet<string>;
}

const loopback = new Set(['127.0.0.1', '::1']);

/** What is made of a request: a call that counts, the trace of a part of the machinery, or nothing. */
export type Made = { readonly call: Call; readonly client: Client } | { readonly presence: Presence | null };

export function madeOf(request: Request, clients: Clients): Made {
  const { who, sourceIPs, userAgent, code, at } = request;
  const ips = sourceIPs.filter((ip) => !loopback.has(ip));
  const caller: Caller = {
    // A request that failed to authenticate has no user in its event.
    user: code === 401 ? null : who.username,
    userAgent: userAgent === '' ? null : userAgent,
    fromLoopback: ips.length === 0,
    cut: false,
  };
  const original = kubectlGate(caller, defaultReadOptions.agents);
  const reason = refusal(caller, { ...defaultReadOptions, clients }, original);
  if (reason === null) return { call: callOf(request, ips), client: original === null ? 'kubectl' : 'other' };
  const trace = reason === 'machinery' ? presenceOf(caller.user, ips, microTime(at), null) : null;
  return { presence: trace };
}

function callOf({ who, impersonated, userAgent, step, code }: Request, sourceIPs: readonly string[]): Call {
  const kind = step.resource === null ? null : kindOf(step.resource);
  const namespace =
    step.resource === 'namespaces' ? step.name : kind?.namespaced === true ? step.namespace : null;
  const known = code !== 401;
  return {
    user: known ? who.username : null,
    impersonated: impersonated?.username ?? null,
    impersonatedGroups: impersonated?.groups ?? [],
    groups: known ? who.groups : [],
    sourceIPs,
    userAgent,
    verb: step.verb,
    resource: kind?.resource ?? null,
    subresource: step.subresource ?? null,
    namespace: namespace ?? null,
    requestURI: uriOf(step),
    code,
  };
}

const saidOf = ({ who, step, code }: Request): Said => ({
  names: step.name === undefined ? [] : [step.name],
  grants: code === 401 ? [] : [''],
  objectId: code === 401 ? null : (who.extra?.oid?.[0] ?? null),
  dryRun: false,
  cut: false,
});

/** In the order in which the reader keeps them: the grave ones first. */
const dangers = ['hostPID', 'hostPath', 'privileged', 'hostNetwork'];

function appliedOf({ step, code }: Request): Applied | null {
  const { body, name } = step;
  if (body === undefined || body.kind === 'Node' || code >= 400) return null;
  if (step.resource === 'secrets' || step.resource === 'configmaps') return null;
  // The record is cut within the annotation that goes ahead of the pods, or the body is not there at all.
  const variables = body.variables ?? 0;
  if (variables > 230)
    return { ...nothingApplied, kind: step.resource ?? body.kind, name: name ?? null, unlogged: true };
  if (variables > 0) return { ...nothingApplied, kind: body.kind, name: name ?? null };
  const asked = dangers.filter((danger) => body.dangerous?.includes(danger));
  return {
    ...nothingApplied,
    kind: body.kind,
    name: name ?? null,
    images: hasPods(body) ? [body.image] : [],
    dangerous: asked.map((danger) => (danger === 'hostPath' ? 'hostPath:/' : danger)),
  };
}

/** A request with the key of its row, on a day of its month. */
function keyed(request: Request, clients: Clients, date: Day): Made & { readonly key: string } {
  const made = madeOf(request, clients);
  if (!('call' in made)) return { ...made, key: made.presence === null ? '' : presenceKey(made.presence) };
  const { call, client } = made;
  return { ...made, key: client === 'kubectl' ? rowKey(call, date) : patternRowKey(patternText(call), date) };
}

/** What is made of the ranked day's requests, which are the same for every attack that is tried on it. */
const known = new WeakMap<Request, ReturnType<typeof keyed>>();

function keyedOnce(request: Request, month: Month, day: number): ReturnType<typeof keyed> {
  const before = known.get(request);
  if (before !== undefined) return before;
  const made = keyed(request, month.clients, addDays(month.options.from, day));
  if (day === lastDay) known.set(request, made);
  return made;
}

/** The rows of a day; `repeats` says how often the log holds the n-th request (1 by default). */
export function rowsOf(
  month: Month,
  world: World,
  day: number,
  requests: readonly Request[],
  repeats: (n: number) => number = () => 1,
): LabelledDay {
  const date = addDays(month.options.from, day);
  const rows = new Map<string, Omit<DayRow, 'evidence'> & { evidence: (Evidence & { source: string })[] }>();
  const attackKeys = new Set<string>();
  requests.forEach((request, n) => {
    const made = keyedOnce(request, month, day);
    if (!('call' in made)) {
      const { presence, key } = made;
      if (presence === null) return;
      if (isOfAttack(request)) attackKeys.add(key);
      rows.set(key, { ...presenceRow(key, presence), evidence: [] });
      return;
    }
    const { call, client, key } = made;
    const time = microTime(request.at);
    if (isOfAttack(request)) attackKeys.add(key);
    const row = rows.get(key) ?? { ...newRow(key, client, date, call, false), evidence: [] };
    rows.set(key, row);
    row.applied = appliedTogether(row.applied, appliedOf(request));
    row.firstSeen ??= time;
    row.lastSeen ??= time;
    // What the ledger still remembers is not counted again (DESIGN 3.6); beyond that a repeat counts.
    const said = saidOf(request);
    row.said = row.events === 0 ? said : saidTogether(row.said, said);
    const times = row.evidence.length < evidencePerRow ? 1 : repeats(n);
    row.events += times;
    row.requests += times;
    if (time < row.firstSeen) row.firstSeen = time;
    if (time > row.lastSeen) row.lastSeen = time;
    if (row.evidence.length < evidencePerRow) {
      row.evidence.push({
        auditID: `${world.options.name}-${day}-${request.at}`,
        received: time,
        time,
        stage: 'ResponseComplete',
        isRequest: true,
        offset: n,
        source: world.options.name,
      });
    }
  });
  return { rows: [...rows.values()], attackKeys };
}
