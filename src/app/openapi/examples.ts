/** Answers as they may look, held to their types. */
import type { SurpriseAnswer } from '../../core/find/answer.ts';
import type { RankedCall } from '../../core/judge/ranked-call.ts';
import type { answerFindings } from '../answer.ts';

const call: RankedCall = {
  ...{ rank: 1, cluster: 'aks-prod', clusterId: '/subscriptions/0/resourcegroups/prod/aks-prod' },
  ...{ user: 'eve@example.com', impersonatedBy: null, groups: ['developers'], impersonatedGroups: [] },
  ...{ clientIp: '203.0.113.66', sourceIPs: ['203.0.113.66'] },
  userAgent: 'kubectl/v1.31.2 (linux/amd64) kubernetes/5864a46',
  ...{ verb: 'list', resource: 'secrets', subresource: null, namespace: null },
  ...{ requestURI: '/api/v1/secrets?limit=500', command: null, pattern: 'list secrets /api/v1/secrets' },
  ...{ count: 2, codes: [200], outcome: 'allowed', names: [], grants: [], objectId: null },
  ...{ dryRun: false, cut: false },
  ...{ firstSeen: '2026-10-31T02:14:07.000000Z', lastSeen: '2026-10-31T02:16:40.000000Z' },
  ...{ rarity: 99.8, bits: { total: 31.4, action: 12.1, clientIp: 6.2 } },
  baseline: {
    ...{ days: 30, actors: 41, actorFirstSeen: '2026-10-01' as never },
    known: { action: { ownDays: 0, others: 0, neighbours: [], firstSeen: null } },
  },
  explanation: 'In 30 days nobody did list secrets of all namespaces.',
  risk: { score: 88, factors: [] },
  attack: [],
  evidence: [
    {
      auditID: '7d1c9c0e-1f0c-4b7c-9a63-1d6c41a3f0aa',
      time: '2026-10-31T02:14:07.000000Z',
      source: 'resourceId=/SUBSCRIPTIONS/0/y=2026/m=10/d=31/h=02/m=00/PT1H.json',
      offset: 48_200,
    },
  ],
  applied: null,
};

export const callsExample: SurpriseAnswer = {
  ...{ ranking: 'surprise', day: '2026-10-31' as never, baselineDays: 30, learning: false },
  ...{ lines: 184_220, skipped: { machinery: 180_001 }, calls: [call], findings: [], next: 'cDEw' },
};

export const findingsExample: Awaited<ReturnType<typeof answerFindings>> = {
  note: 'aks-dev has logs of 2026-10-31 that are not ranked yet. Ask again, or rank the day.',
  ...{ day: '2026-10-31' as never, logs: true },
  unranked: [{ cluster: 'aks-dev', clusterId: '/subscriptions/0/resourcegroups/dev/aks-dev' }],
  ...{ findings: [], suppressed: [] },
};
