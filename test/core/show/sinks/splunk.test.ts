import { expect, it } from 'vitest';
import { queriesFor } from '../../../../src/core/find/queries.ts';
import { splunkEvents } from '../../../../src/core/show/sinks/splunk.ts';
import { aCall, aFinding, everywhere, shopId } from '../samples.ts';

const fields = { index: 'risk', sourcetype: 'rarecall:risk' };

it('holds no token that Splunk would put a value in for', () => {
  for (const text of ['$env:user$', 'a $result.password$ b', '$a b$', '$$user$$', '$1$2']) {
    const events = splunkEvents(everywhere(aFinding(), text), 'k', fields);
    const queries = queriesFor({
      clusterId: shopId,
      clientIp: text,
      firstSeen: null,
      lastSeen: null,
      calls: [aCall({ user: text, userAgent: text, impersonatedBy: null, sourceIPs: [text] })],
    });
    for (const event of events) {
      const { drilldown_search: _, ...told } = event.event;
      expect(JSON.stringify({ ...event, event: told })).not.toContain('$');
    }
    expect(queries.splunk).not.toContain('$');
  }
});

it('leaves a dollar sign alone where it stands alone', () => {
  const [event] = splunkEvents(aFinding({ user: 'SHOP-01$', message: 'costs 5$' }), 'k', fields);
  expect(event?.event).toMatchObject({ user: 'SHOP-01$', risk_message: 'costs 5$' });
});

it('searches for a dollar sign as for any one character', () => {
  const { splunk } = queriesFor({
    clusterId: shopId,
    clientIp: null,
    firstSeen: null,
    lastSeen: null,
    calls: [aCall({ user: 'SHOP-01$' })],
  });
  expect(splunk).toContain(`like('user.username', "SHOP-01_")`);
});
