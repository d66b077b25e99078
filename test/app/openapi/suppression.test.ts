import { expect, test } from 'vitest';
import { openapiDocument } from '../../../src/app/openapi/document.ts';
import { matchFields } from '../../../src/core/find/suppressions/suppression.ts';

test('every field of a match is described', () => {
  const { match } = openapiDocument.components.schemas.Suppression.properties;
  expect(Object.keys(match.properties)).toEqual(matchFields);
  for (const described of Object.values(match.properties))
    expect(described).toEqual({ description: expect.stringMatching(/^.{5,}\.$/), type: ['string', 'null'] });
});
