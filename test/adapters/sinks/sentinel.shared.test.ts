import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { sentinelColumns, sentinelStream } from '../../../src/core/show/sinks/sentinel.ts';
import { publishedSchema } from '../../core/show/sinks/schemas.ts';

describe('sentinelColumns', () => {
  it('can be declared by a data collection rule', () => {
    const rule = publishedSchema('dcr-direct.sample.json');
    const columns = Object.entries(sentinelColumns).map(([name, type]) => ({ name, type }));
    const properties = { ...Object(rule.properties), streamDeclarations: { [sentinelStream]: { columns } } };
    const valid = new Ajv2020({ strict: true, allErrors: true }).compile(
      publishedSchema('dcr-direct.schema.json'),
    );
    valid({ ...rule, properties });
    expect(valid.errors ?? []).toEqual([]);
  });
});
