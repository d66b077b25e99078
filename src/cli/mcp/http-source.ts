/** Findings and calls of a deployed app, by its HTTP API. Knows addresses and the key; believes nothing that it is answered. */
import type { ClusterState } from '../../app/coverage/state.ts';
import type { HuntAnswer } from '../../core/find/answer.ts';
import type { Finding } from '../../core/find/finding.ts';
import type { CoveredCluster } from '../../core/show/assistant/clusters.ts';
import type { DayFindings } from '../../core/show/assistant/findings.ts';
import { MissingError, UsageError } from '../../errors.ts';
import { type Parameters, type Source, SourceError } from './source.ts';

/** A little longer than Azure lets a function answer. */
const withinMs = 240_000;
const mostBytes = 64 * 1024 * 1024;

/** @param key '' where none is needed, as beside npm start */
export function httpSource(address: URL, key: string): Source {
  async function get(route: string, asked: Parameters = []): Promise<unknown> {
    const url = new URL(`api/${route}`, address);
    for (const [name, value] of asked) url.searchParams.append(name, value);
    const answer = await fetch(url, {
      // In a header, since addresses end in logs; and to nobody else, wherever an answer points.
      headers: { accept: 'application/json', ...(key === '' ? {} : { 'x-functions-key': key }) },
      redirect: 'error',
      signal: AbortSignal.timeout(withinMs),
    }).catch((error: unknown) => {
      throw new SourceError(`the app did not answer (${codeOf(error)})`);
    });
    if (answer.status === 200) return await jsonOf(answer);
    await answer.body?.cancel();
    throw refusalOf(answer.status);
  }
  return {
    findings: async (asked) => (await get('findings', asked)) as DayFindings,
    async finding(id) {
      const { closed, ...finding } = (await get(`findings/${encodeURIComponent(id)}`)) as Finding & {
        readonly closed: boolean;
      };
      return { finding, closed };
    },
    calls: async (asked) => (await get('calls', asked)) as HuntAnswer,
    async clusters(asked) {
      const { clusters } = (await get('clusters', asked)) as { readonly clusters: readonly ClusterState[] };
      return clusters.map(coveredOf);
    },
  };
}

const coveredOf = ({ budget, failed, ...state }: ClusterState): CoveredCluster => ({
  ...state,
  folded: budget.folded,
  failed: failed.length,
});

function refusalOf(status: number): Error {
  if (status === 404)
    return new MissingError(
      'there is no such thing: no logs of that day or cluster, or no finding of that id',
    );
  if (status === 400)
    return new UsageError('the app does not understand the question: it may be of another version');
  if (status === 401 || status === 403)
    return new SourceError(
      'the app refuses the key: is RARECALL_FUNCTION_KEY, or the file of --key-file, its function key?',
    );
  if (status === 503 || status === 429)
    return new SourceError('the app is not ready with that: ask again in ten seconds');
  return new SourceError(`the app answers with HTTP ${status}`);
}

async function jsonOf(answer: Response): Promise<unknown> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const chunk of answer.body ?? []) {
      bytes += chunk.length;
      if (bytes > mostBytes) break;
      chunks.push(chunk);
    }
  } catch (error) {
    throw new SourceError(`the answer of the app broke off (${codeOf(error)})`);
  }
  if (bytes > mostBytes) throw new SourceError('the answer of the app is too long: ask for less');
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    throw new SourceError('what answers at this address is not Rarecall');
  }
}

/** `ECONNREFUSED`; never a message, which may hold anything. */
function codeOf(error: unknown): string {
  const { cause, name } = error as { readonly cause?: { readonly code?: unknown }; readonly name?: unknown };
  const code = String(cause?.code ?? name);
  return /^[A-Za-z_]{1,40}$/.test(code) ? code : 'no reason given';
}
