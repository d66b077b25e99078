/** All doors, in one file that is bundled: the platform learns of a function when its file is loaded. */
import { app, type HttpRequest, type HttpResponseInit } from '@azure/functions';
import { endTelemetry } from '../src/compose.ts';
import { settingProblems } from '../src/config.ts';
import './calls.ts';
import './clusters.ts';
import './finding.ts';
import './findings.ts';
import './forget-old.ts';
import './health.ts';
import './ingest-announced.ts';
import './ingest-grown.ts';
import './ingest-log.ts';
import './openapi.ts';
import './rank-cluster.ts';
import './rank-day.ts';
import './rank-now.ts';
import './report.ts';
import './searches.ts';
import './anonymous/shared.ts';
import './suppressions.ts';
import { sent } from './answers/sent.ts';
import './sweep-logs.ts';
import './tell-findings.ts';

// Once, at start, and it stops nothing: what can work without a setting works.
app.hook.appStart(() => {
  for (const problem of settingProblems()) console.error(`rarecall: the settings are at fault: ${problem}`);
});

// All doors of HTTP at once, those that are yet to come too.
app.hook.postInvocation(async (context) => {
  if (context.invocationContext.options.trigger.type !== 'httpTrigger' || !context.result) return;
  context.result = await sent(context.inputs[0] as HttpRequest, context.result as HttpResponseInit);
});

/** The worker gives five seconds. Source: Azure/azure-functions-nodejs-worker, WorkerTerminate. */
const lastWordsMs = 2_000;

app.hook.appTerminate(() => endTelemetry(lastWordsMs));
