/** What every schema must take that an OCSF finding may be held against: the published one, and ours of what we send. */
import { Ajv2020, type AnySchema, type ValidateFunction } from 'ajv/dist/2020.js';
import { beforeAll, describe, expect, it } from 'vitest';
import { ocsfFinding } from '../../../../src/core/show/sinks/ocsf.ts';
import type { OcsfVersion } from '../../../../src/core/show/sinks/ocsf-evidence.ts';
import { aCall, aFinding, aStory, everywhere } from '../samples.ts';

/** @param version what is sent; what 1.9 added is then taken by the schema too */
export const describeOcsf = (
  schemaName: string,
  published: () => AnySchema,
  version: OcsfVersion = '1.8.0',
): void => {
  const link = 'https://rarecall.example/api/shared?page=finding';
  const context = { uid: '7b1e-v1', at: new Date('2026-06-04T02:15:00Z'), link, version };
  describe(`ocsfFinding, by ${schemaName}`, () => {
    let valid: ValidateFunction;
    beforeAll(() => {
      valid = new Ajv2020({ strict: true, allErrors: true }).compile(published());
    });

    const faults = (finding = aFinding(), over: Record<string, unknown> = {}) => {
      valid(JSON.parse(JSON.stringify({ ...ocsfFinding(finding, context), ...over })));
      return (valid.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
    };

    it('is a valid Detection Finding', () => {
      expect(faults()).toEqual([]);
    });

    it('is valid with its story', () => {
      expect(faults(aFinding({ id: 'a1', campaign: aStory() }))).toEqual([]);
    });

    it('is valid whatever is missing', () => {
      const call = aCall({
        user: '',
        groups: [],
        clientIp: null,
        sourceIPs: [],
        userAgent: '',
        verb: null,
        resource: null,
        namespace: null,
        requestURI: null,
        codes: [],
        firstSeen: null,
        lastSeen: null,
        evidence: [],
        attack: [],
      });
      const bare = aFinding({
        user: '',
        clientIp: null,
        clusterId: 'aks-edge',
        firstSeen: null,
        lastSeen: null,
        attack: [],
        riskObjects: [],
        threatObjects: [],
        killChainPhases: [],
        analyticStories: [],
        learning: true,
        calls: [call],
      });
      expect(faults(bare)).toEqual([]);
      expect(ocsfFinding(bare, context)).not.toHaveProperty('cloud');
    });

    it('is valid whatever a log says', () => {
      for (const text of [
        '"><script>',
        '203.0.113',
        '999.1.1.1',
        '::ffff:203.0.113.24',
        'fe80::1%eth0',
        '',
        '\u0000',
        '?',
        '田'.repeat(20_000),
      ]) {
        const { day, risk, riskObjects, threatObjects, firstSeen, lastSeen } = aFinding();
        const calls = [everywhere(aCall(), text)];
        expect(
          faults({
            ...everywhere(aFinding(), text),
            day,
            risk,
            riskObjects,
            threatObjects,
            firstSeen,
            lastSeen,
            calls,
          }),
        ).toEqual([]);
      }
    });

    it('is valid at every severity, and for every verb', () => {
      for (const severity of ['informational', 'low', 'medium', 'high', 'critical'] as const) {
        const calls = [
          'get',
          'list',
          'watch',
          'create',
          'update',
          'patch',
          'delete',
          'deletecollection',
          'proxy',
        ].map((verb) => aCall({ verb }));
        expect(faults(aFinding({ risk: { ...aFinding().risk, severity }, calls }))).toEqual([]);
      }
    });

    it('would be refused with an unknown attribute or a wrong type: the schema is closed', () => {
      expect(faults(aFinding(), { rarity: 1 })).not.toEqual([]);
      expect(faults(aFinding(), { type_uid: 200402 })).not.toEqual([]);
      expect(faults(aFinding(), { time: '2026-06-04T02:15:00Z' })).not.toEqual([]);
    });
  });
};
