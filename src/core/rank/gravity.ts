/**
 * Gravity: how much an action is what attackers do, and daily work seldom. A prior that no log has to teach: in four steps,
 * so that nobody argues about decimals. Knows actions; refuses to know who acts, how rare it is, and what it risks: that is
 * for the factors of `core/judge`, which look closer.
 *
 * Sources: what public detections for these logs look at (SigmaHQ/sigma, elastic/detection-rules, falcosecurity/plugins,
 * splunk/security_content, 2026), and the ATT&CK Containers matrix 19.2.
 */
import type { PatternRow } from './pattern-row.ts';

/** 0 daily reading, 1 daily changes and what describes the cluster, 2 what reaches credentials and containers, 3 grave. */
export type Gravity = 0 | 1 | 2 | 3;

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

const reading = words('get list watch appear');
const streams = words('exec attach portforward');

/** Whoever writes these gives rights, or decides what the API server lets through. */
const ruling = words(
  'roles rolebindings clusterroles clusterrolebindings certificatesigningrequests apiservices mutatingwebhookconfigurations validatingwebhookconfigurations mutatingadmissionpolicies mutatingadmissionpolicybindings validatingadmissionpolicies validatingadmissionpolicybindings podsecuritypolicies',
);
/** To take these away destroys, hides, or disarms. */
const sheltering = words(
  'namespaces persistentvolumes persistentvolumeclaims volumesnapshots customresourcedefinitions events networkpolicies resourcequotas limitranges nodes daemonsets secrets',
);
/** What is made of these runs on, or calls by itself. */
const lasting = words('pods jobs cronjobs daemonsets serviceaccounts nodes');
/** What an attacker looks at to find his way; others do, too. */
const telling = words(
  'serviceaccounts configmaps selfsubjectaccessreviews selfsubjectrulesreviews selfsubjectreviews',
);
export const systemNamespaces = words('kube-system kube-public kube-node-lease gatekeeper-system');

type Judged = Pick<
  PatternRow,
  'verb' | 'resource' | 'subresource' | 'namespace' | 'deeds' | 'impersonatedBy' | 'applied'
>;

export function gravityOf(row: Judged): Gravity {
  const { subresource, deeds, impersonatedBy, applied } = row;
  const [verb, resource] = [row.verb ?? '', row.resource ?? ''];
  if (impersonatedBy !== null || deeds.length > 0) return 3;
  if (resource === 'nodes' && subresource !== null && subresource !== 'status') return 3;
  if (streams.has(verb) || subresource === 'ephemeralcontainers' || subresource === 'proxy') return 2;
  const inSystem = systemNamespaces.has(row.namespace ?? '');
  return reading.has(verb)
    ? ofReading(resource, subresource, row.namespace === null || inSystem)
    : ofWriting(verb, resource, inSystem || subresource === 'token' || (applied?.dangerous.length ?? 0) > 0);
}

function ofReading(resource: string, subresource: string | null, isWide: boolean): Gravity {
  if (resource === 'secrets') return isWide ? 3 : 2;
  return telling.has(resource) || ruling.has(resource) || subresource === 'log' ? 1 : 0;
}

function ofWriting(verb: string, resource: string, isGrave: boolean): Gravity {
  // To ask for one's own rights is written like a change.
  if (telling.has(resource) && resource.startsWith('selfsubject')) return 1;
  if (isGrave || ruling.has(resource)) return 3;
  if (verb === 'deletecollection' || (verb === 'delete' && sheltering.has(resource))) return 3;
  if (resource === 'secrets') return 3;
  return verb === 'create' && lasting.has(resource) ? 2 : 1;
}
