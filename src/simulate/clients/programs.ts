/** What other programs than kubectl do under names of their own: releases of Helm, states of Terraform, playbooks. */
import type { Command, Target } from '../kubectl/command.ts';
import { stepsOf } from '../kubectl/commands.ts';
import type { Body, Step } from '../request.ts';

const image = (target: Target): string =>
  `registry.example.com/${target.namespace.team}/${target.workload.name}:1.${target.day}.0`;
const kindIn = ({ workload }: Target): string =>
  workload.kind === 'statefulsets' ? 'StatefulSet' : 'Deployment';

/** Helm keeps each release and version as a Secret. */
const release = ({ namespace, workload, day }: Target, version = day): Step => ({
  verb: 'get',
  resource: 'secrets',
  namespace: namespace.name,
  name: `sh.helm.release.v1.${workload.name}.v${version}`,
});
const releases = ({ namespace }: Target, selector: string): Step => ({
  verb: 'list',
  resource: 'secrets',
  namespace: namespace.name,
  query: `labelSelector=${selector}`,
});

/** The objects of a workload, as those who deploy it know them. */
const objects = (target: Target): (Step & { readonly body: Body })[] => {
  const { namespace, workload } = target;
  const at = { verb: 'get', namespace: namespace.name } as const;
  return [
    {
      ...at,
      resource: workload.kind,
      name: workload.name,
      body: { kind: kindIn(target), image: image(target) },
    },
    { ...at, resource: 'services', name: workload.name, body: { kind: 'Service', image: '' } },
    {
      ...at,
      resource: 'configmaps',
      name: namespace.configs[0] ?? 'settings',
      body: { kind: 'ConfigMap', image: '' },
    },
  ];
};
const looked = (target: Target): Step[] => objects(target).map(({ body: _, ...step }) => step);
const written = (target: Target, query: string, share: number): Step[] =>
  objects(target).flatMap(({ body, ...step }) => [
    step,
    ...(target.random.chance(share) ? [{ ...step, verb: 'patch', query, body } as const] : []),
  ]);

const own: Readonly<Record<string, Command>> = {
  'helm list': (target) => [releases(target, 'owner%3Dhelm')],
  'helm status': (target) => [
    releases(target, `name%3D${target.workload.name}%2Cowner%3Dhelm`),
    ...looked(target),
  ],
  'helm upgrade': (target) => [
    { verb: 'get', resource: null, path: '/version' },
    releases(target, `name%3D${target.workload.name}%2Cowner%3Dhelm%2Cstatus%3Ddeployed`),
    ...written(target, 'fieldManager=helm', 0.7),
    { ...release(target), verb: 'create', body: { kind: 'Secret', image: '' } },
    { ...release(target, Math.max(0, target.day - 1)), verb: 'update' },
  ],
  'terraform plan': looked,
  'terraform apply': (target) => written(target, 'fieldManager=Terraform&force=false', 0.4),
  playbook: (target) => [
    { verb: 'get', resource: null, path: '/version' },
    { verb: 'get', resource: null, path: '/apis' },
    ...written(target, 'fieldManager=OpenAPI-Generator', 0.3),
  ],
};

/** The requests of a command by name, one of these programs' or kubectl's. @throws RangeError for one nobody wrote down */
export const stepsBy = (name: string, target: Target): readonly Step[] =>
  own[name]?.(target) ?? stepsOf(name, target);
