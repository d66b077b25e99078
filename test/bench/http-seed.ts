/** A ledger of thirty-one days for `npm run bench -- http`: a few patterns a day, and many on the last, some of them strange. */
import { account } from '../../src/adapters/azure/account.ts';
import { ledgerTable } from '../../src/adapters/azure/ledger/ledger.ts';
import { addDays, type Day } from '../../src/core/count/day.ts';
import type { Call } from '../../src/core/read/call.ts';
import { randomFrom } from '../../src/simulate/random.ts';
import { aBlob, aBlobName, aRow } from '../build.ts';

const baselineDays = 30;
const usualPatterns = 240;
const perCaller = 20;
const strangers = 30;
const verbs = ['get', 'list', 'watch', 'patch', 'create', 'delete', 'update'];
const resources = 'pods secrets configmaps deployments services jobs events nodes ingresses'.split(' ');
const namespaces = 'shop cart payments search mail auth billing stock media maps chat news'.split(' ');

/** The same call of a number on every day. */
function usual(at: number): Partial<Call> {
  const of = Math.floor(at / perCaller);
  const random = randomFrom(`http ${of}`);
  const own = (of * 7 + (at % perCaller)) % (verbs.length * resources.length);
  const namespace = namespaces[random.int(namespaces.length)] ?? 'shop';
  const [verb, resource] = [verbs[own % verbs.length] ?? 'get', resources[own % resources.length] ?? 'pods'];
  return {
    ...{ user: `user-${of}@example.com`, groups: ['team', 'developers'], verb, resource, namespace },
    sourceIPs: [`10.0.${of % 250}.${Math.floor(of / 250)}`],
    requestURI: `/api/v1/namespaces/${namespace}/${resource}/web`,
  };
}

const strange = (at: number): Partial<Call> => ({
  ...usual((at % strangers) * perCaller),
  sourceIPs: [`203.0.113.${at % strangers}`],
  ...{ verb: ['list', 'create', 'delete'][at % 3] ?? 'list', namespace: 'kube-system' },
  resource:
    ['secrets', 'clusterrolebindings', 'serviceaccounts'][Math.floor(at / strangers) % 3] ?? 'secrets',
  requestURI: `/api/v1/namespaces/kube-system/secrets/${at}`,
});

/** @returns the day that is to be ranked, with so many patterns or a few more */
export async function seed(connection: string, day: Day, patterns: number): Promise<void> {
  const store = account({ name: 'AzureWebJobsStorage', connectionString: connection });
  const ledger = ledgerTable(
    () => store.table('ledger'),
    () => store.table('clusters'),
  );

  async function countHour(hour: string, calls: readonly Partial<Call>[]): Promise<void> {
    const own = hour.slice(0, 10) as Day;
    let open = await ledger.open(aBlob({ name: aBlobName(hour) }, hour));
    for (let at = 0; at === 0 || at < calls.length; at += ledger.rowsPerSegment) {
      const rows = calls.slice(at, at + ledger.rowsPerSegment).map((call, place) => {
        const time = `${hour}:${String((at + place) % 60).padStart(2, '0')}:00.000000Z`;
        return {
          ...aRow({ day: own, firstSeen: time, lastSeen: time }, call),
          key: `${hour}-${at + place}`,
          evidence: [
            {
              auditID: `${hour}-${at + place}`,
              received: time,
              time,
              stage: null,
              isRequest: true,
              offset: at,
            },
          ],
        };
      });
      const { cursor } = open;
      const all = { lines: cursor.lines + rows.length, events: cursor.events + rows.length };
      open = await ledger.commit(open, {
        cursor: {
          ...cursor,
          ...all,
          ...{ requests: all.events, rows: all.events, bytes: cursor.bytes + 1_000, lastDay: own },
          // As blobs are two days later.
          sealed: at + ledger.rowsPerSegment >= calls.length,
        },
        rows,
      });
    }
  }

  for (let back = baselineDays; back >= 0; back--) {
    const own = addDays(day, -back);
    const many = back === 0 ? patterns : usualPatterns;
    const work = Array.from({ length: 24 }, async (_, hour) => {
      const calls = Array.from({ length: many }, (_, at) => at)
        .filter((at) => at % 24 === hour)
        .map(usual);
      const odd = back > 0 ? [] : Array.from({ length: 5 }, (_, at) => strange(hour * 5 + at));
      await countHour(`${own}T${String(hour).padStart(2, '0')}`, [...calls, ...odd]);
    });
    await Promise.all(work);
  }
}
