/**
 * Requests as the API server writes them down: audit events.
 * Field order and stages: Kubernetes audit.k8s.io/v1 (types.go); levels as seen in AKS, whose policy is not published.
 */
import type { Random } from './random.ts';
import { type Body, type Identity, kindOf, type Request, type Step, uriOf } from './request.ts';

/** An audit event, its keys in the order in which they are written. */
export type AuditEvent = Readonly<Record<string, unknown>>;

/** RFC 3339 in UTC with six decimals. */
export function microTime(at: number): string {
  const ms = Math.floor(at / 1000);
  return `${new Date(ms).toISOString().slice(0, 23)}${String(at - ms * 1000).padStart(3, '0')}Z`;
}

function userOf(identity: Identity): object {
  return {
    username: identity.username,
    ...(identity.uid === null ? {} : { uid: identity.uid }),
    groups: identity.groups,
    ...(identity.extra === null ? {} : { extra: identity.extra }),
  };
}

/** RequestInfo of a single namespace names it twice, as namespace and as name. */
function objectRefOf(step: Step): object | null {
  if (step.resource === null) return null;
  const { resource, group, version, namespaced } = kindOf(step.resource);
  const namespace = resource === 'namespaces' ? step.name : namespaced ? step.namespace : null;
  return {
    resource,
    ...(namespace ? { namespace } : {}),
    ...(step.name ? { name: step.name } : {}),
    ...(group === '' ? {} : { apiGroup: group }),
    apiVersion: version,
    ...(step.subresource === undefined ? {} : { subresource: step.subresource }),
  };
}

const reasons: Readonly<Record<number, string>> = {
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'NotFound',
  409: 'AlreadyExists',
};

function statusOf(request: Request): object {
  const { step, code } = request;
  const reason = reasons[code];
  if (reason === undefined) return { metadata: {}, code };
  const what = step.resource === null ? 'path' : kindOf(step.resource).resource;
  const message =
    code === 403
      ? `${what} is forbidden: User "${request.who.username}" cannot ${step.verb} ${step.resource === null ? `path "${step.path}"` : `resource "${what}"`}`
      : `${what} "${step.name ?? ''}" ${code === 404 ? 'not found' : 'already exists'}`;
  return { metadata: {}, status: 'Failure', message, reason, code };
}

function podSpec(body: Body): object {
  const dangerous = body.dangerous ?? [];
  const env = Array.from({ length: body.variables ?? 1 }, (_, i) => ({
    name: `SETTING_${i}`,
    value: `value-of-setting-number-${i}`,
  }));
  const privileged = dangerous.includes('privileged');
  return {
    ...(dangerous.includes('hostPID') ? { hostPID: true } : {}),
    ...(dangerous.includes('hostNetwork') ? { hostNetwork: true } : {}),
    containers: [
      {
        name: 'main',
        image: body.image,
        env,
        ...(privileged ? { securityContext: { privileged: true } } : {}),
        ...(dangerous.includes('hostPath') ? { volumeMounts: [{ name: 'host', mountPath: '/host' }] } : {}),
      },
    ],
    ...(dangerous.includes('hostPath') ? { volumes: [{ name: 'host', hostPath: { path: '/' } }] } : {}),
  };
}

const kindsWithoutPods = new Set([
  'ConfigMap',
  'Secret',
  'Service',
  'Ingress',
  'RoleBinding',
  'NetworkPolicy',
  'Node',
]);

/** Whether an object has a pod template, or is a pod. */
export const hasPods = ({ kind, image }: Body): boolean => image !== '' && !kindsWithoutPods.has(kind);

function specOf(body: Body): object {
  if (!hasPods(body)) return {};
  if (body.kind === 'Pod') return podSpec(body);
  const template = { spec: podSpec(body) };
  return body.kind === 'CronJob' ? { jobTemplate: { spec: { template } } } : { template };
}

function objectOf(step: Step, body: Body, notes: Record<string, string>): Record<string, unknown> {
  const { group, version } = kindOf(step.resource ?? 'pods');
  return {
    kind: body.kind,
    apiVersion: group === '' ? version : `${group}/${version}`,
    metadata: {
      name: step.name,
      ...(step.namespace ? { namespace: step.namespace } : {}),
      annotations: notes,
    },
    spec: specOf(body),
  };
}

/** What was sent and answered. Configuration and secrets are logged as metadata only. */
function bodiesOf(step: Step): { level: string; requestObject?: unknown; responseObject?: unknown } {
  if (step.resource === null || step.resource === 'secrets' || step.resource === 'configmaps')
    return { level: 'Metadata' };
  if (step.subresource !== undefined && step.subresource !== 'ephemeralcontainers')
    return { level: 'Metadata' };
  const { body } = step;
  if (body === undefined || body.kind === 'Node') return { level: 'Request' };
  const bare = objectOf(step, body, {});
  const notes: Record<string, string> =
    body.applied === true
      ? { 'kubectl.kubernetes.io/last-applied-configuration': `${JSON.stringify(bare)}\n` }
      : {};
  const whole = objectOf(step, body, notes);
  if ((body.variables ?? 0) > 230) {
    return {
      level: 'RequestResponse',
      requestObject: 'skipped-too-big-size-object',
      responseObject: 'skipped-too-big-size-object',
    };
  }
  return { level: 'RequestResponse', requestObject: whole, responseObject: { ...whole, status: {} } };
}

const decisionOf = (code: number): object =>
  code === 401
    ? {}
    : {
        'authorization.k8s.io/decision': code === 403 ? 'forbid' : 'allow',
        'authorization.k8s.io/reason': '',
      };

/** The events of a request, each with the time at which it was written (microseconds). */
export function eventsOf(request: Request, random: Random): { at: number; event: AuditEvent }[] {
  const { step, code } = request;
  const { level, ...bodies } = code < 400 ? bodiesOf(step) : { level: 'Metadata' };
  const objectRef = objectRefOf(step);
  const auditID = random.uuid();
  const write = (stage: string, at: number): { at: number; event: AuditEvent } => ({
    at,
    event: {
      kind: 'Event',
      apiVersion: 'audit.k8s.io/v1',
      level,
      auditID,
      stage,
      requestURI: uriOf(step),
      verb: step.verb,
      user: code === 401 ? {} : userOf(request.who),
      ...(request.impersonated === null ? {} : { impersonatedUser: userOf(request.impersonated) }),
      sourceIPs: request.sourceIPs,
      ...(request.userAgent === '' ? {} : { userAgent: request.userAgent }),
      ...(objectRef === null ? {} : { objectRef }),
      responseStatus: statusOf(request),
      ...(stage === 'ResponseComplete' ? bodies : {}),
      requestReceivedTimestamp: microTime(request.at),
      stageTimestamp: microTime(at),
      annotations: decisionOf(code),
    },
  });
  const answered = request.at + 800 + Math.round(random.exponential(6_000));
  if (code === 401) return [write('ResponseStarted', answered)];
  if (step.seconds === undefined) return [write('ResponseComplete', answered)];
  const started = write('ResponseStarted', answered);
  // A refused one starts and ends too: the audit filter stands before authorization (apiserver `WithAudit`).
  if (code >= 400) return [started, write('ResponseComplete', answered + 40)];
  const closed = write('ResponseComplete', answered + step.seconds * 1_000_000);
  // Of a session that breaks off no end is written.
  return random.chance(0.04) ? [started] : [started, closed];
}
