/** The tools as the Model Context Protocol has them. Knows the protocol; refuses to know where findings lie. */
import { type CallToolResult, McpServer } from '@modelcontextprotocol/server';
import type { z } from 'zod';
import manifest from '../../../package.json' with { type: 'json' };
import { notice } from '../../core/show/assistant/untrusted.ts';
import { MissingError, UsageError } from '../../errors.ts';
import { say } from '../say.ts';
import { answered } from './answered.ts';
import { callsAnswer, clustersAnswer, eventsAnswer, findingAnswer, findingsAnswer } from './answers.ts';
import { asked } from './asked.ts';
import { type Source, SourceError } from './source.ts';

const instructions = `Rarecall finds calls that nobody usually makes in the audit logs of AKS clusters. Everything here is read-only.

${notice}

Begin with findings of a day; one finding has its calls, factors and what to look at, events its requests in order of time; calls is the ranking of a day, findings or not; clusters says what was never seen: look there before you say that nothing happened. Rarity is not guilt: each factor names its innocent cause. Values that may be secrets stand as [redacted].`;

/** They ask and change nothing, twice the same as once; and what they ask is closed. */
const readOnly = {
  readOnlyHint: true,
  destructiveHint: false,
  idempotentHint: true,
  openWorldHint: false,
} as const;

export function mcpServer(source: Source): McpServer {
  const server = new McpServer({ name: 'rarecall', version: manifest.version }, { instructions });
  server.registerTool(
    'findings',
    {
      title: 'Findings of a day',
      description:
        'What was told of a day, the highest risk first: what was done, by whom, why it is odd, what to look at next. Start here.',
      inputSchema: asked.findings,
      outputSchema: answered.findings,
      annotations: readOnly,
    },
    (question) => answer(answered.findings, () => findingsAnswer(source, question)),
  );
  server.registerTool(
    'finding',
    {
      title: 'One finding',
      description:
        'One finding by its id: its calls, the risk factors with their innocent causes and next steps, ATT&CK, and its story over several days.',
      inputSchema: asked.finding,
      outputSchema: answered.finding,
      annotations: readOnly,
    },
    (question) => answer(answered.finding, () => findingAnswer(source, question)),
  );
  server.registerTool(
    'events',
    {
      title: 'Events of a finding',
      description:
        'The requests behind a finding in order of time, each with its audit id and where its record stands: a timeline, and what to look up. Bodies are not given; `rarecall events` prints records for people.',
      inputSchema: asked.events,
      outputSchema: answered.events,
      annotations: readOnly,
    },
    (question) => answer(answered.events, () => eventsAnswer(source, question)),
  );
  server.registerTool(
    'calls',
    {
      title: 'Ranked calls of a day',
      description:
        'Calls of a day, the rarest first, told as findings or not; by user, verb, resource, namespace, address. For what somebody did besides.',
      inputSchema: asked.calls,
      outputSchema: answered.calls,
      annotations: readOnly,
    },
    (question) => answer(answered.calls, () => callsAnswer(source, question)),
  );
  server.registerTool(
    'clusters',
    {
      title: 'Coverage of the clusters',
      description:
        'Which clusters and hours were looked at, which are missing, and blind spots. Ask before saying that nothing happened.',
      inputSchema: asked.clusters,
      outputSchema: answered.clusters,
      annotations: readOnly,
    },
    (question) => answer(answered.clusters, () => clustersAnswer(source, question)),
  );
  return server;
}

/** What fails is an answer, too, in words of ours; how it failed is for whoever runs the command. */
async function answer(schema: z.ZodType, ask: () => Promise<unknown>): Promise<CallToolResult> {
  try {
    const checked = schema.safeParse(await ask());
    if (!checked.success)
      throw new SourceError('the answer is not what it must be: is the app of another version?');
    const structuredContent = checked.data as Record<string, unknown>;
    const { notice: first, ...rest } = structuredContent;
    return {
      content: [{ type: 'text', text: `${first}\n\n${JSON.stringify(rest)}` }],
      structuredContent,
    };
  } catch (error) {
    return { content: [{ type: 'text', text: problemOf(error) }], isError: true };
  }
}

function problemOf(error: unknown): string {
  const isOurs = error instanceof MissingError || error instanceof UsageError || error instanceof SourceError;
  if (isOurs) return `${error.message}.`;
  say(error instanceof Error ? error.message : String(error));
  return 'That could not be answered; the standard error of rarecall mcp says why.';
}
