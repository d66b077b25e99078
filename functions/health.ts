/** GET /api/health: is Rarecall itself well, and if not, what should somebody look at? `deep=true` tries things out as well. */
import { app, type HttpRequest, type HttpResponseInit, type InvocationContext } from '@azure/functions';
import { type Health, healthOfSettings } from '../src/app/health/health.ts';
import { parseHealthQuestion } from '../src/app/question.ts';
import { compose } from '../src/compose.ts';
import { settingProblems } from '../src/config.ts';
import { ConfigError } from '../src/errors.ts';
import { answered, json, problem } from './http.ts';

export function health(request: HttpRequest, context: InvocationContext): Promise<HttpResponseInit> {
  return answered(context, async () => {
    const asked = parseHealthQuestion(request.query);
    return asked.ok
      ? json(await healthOf(context, asked.value.deep))
      : problem(400, 'Bad question', asked.problem);
  });
}

/** Where the settings are at fault there is no app to ask: they are the answer. */
async function healthOf(context: InvocationContext, isDeep: boolean): Promise<Health> {
  try {
    return await compose(context).health(isDeep);
  } catch (error) {
    if (error instanceof ConfigError) return healthOfSettings(settingProblems());
    throw error;
  }
}

app.http('health', { route: 'health', methods: ['GET'], authLevel: 'function', handler: health });
