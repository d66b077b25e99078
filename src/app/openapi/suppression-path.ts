/** What can be asked of suppressions. */
import { ifMatch, jsonOf, operation, problemAnswer, query, text, unkept, withAnswers } from './parts.ts';
import { putAnswer, suppressionAnswer, suppressionBody } from './suppression.ts';

const moved = { '412': problemAnswer('Another version than that of If-Match is there.') };

export const suppressionPath = {
  get: operation(
    'All suppressions with their hits, or the one of an id',
    query({ id: text }),
    jsonOf(suppressionAnswer),
  ),
  put: withAnswers(
    {
      ...unkept(
        'Tell what suppressions would have hidden in the last 30 days and, unless trial=true, set them (admin key)',
        [
          ...query({
            trial: { type: 'boolean', default: false },
            force: { type: 'boolean', default: false },
          }),
          ifMatch,
        ],
        jsonOf(putAnswer),
      ),
      requestBody: suppressionBody,
    },
    {
      '201': { description: 'At least one is new.', content: jsonOf(putAnswer) },
      '413': problemAnswer('The body is longer than a million characters.'),
      '409': problemAnswer(
        'It would have hidden a great part of the findings: `trial` says which; force=true sets it.',
      ),
      ...moved,
    },
  ),
  delete: withAnswers(
    unkept(
      'Take a suppression away (admin key)',
      [{ ...query({ id: text })[0], required: true }, ifMatch],
      {},
      '204',
    ),
    {
      ...moved,
      '409': problemAnswer('It ships with the product: set one of the same id to replace it.'),
    },
  ),
} as const;
