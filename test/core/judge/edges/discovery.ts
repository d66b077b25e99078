/** Hits and near misses of the factors of calls by which one finds one's way. */
import { type Edges, each, readVerbs, undone } from '../facts.ts';

const all = { namespace: null, inAll: { surveyed: 5 } };

export const discoveryEdges: Readonly<Record<string, Edges>> = {
  survey: {
    hits: [
      ...each('namespaces nodes pods configmaps secrets clusterroles rolebindings', 'list watch', all),
      { resource: 'pods', verb: 'list', namespace: null, inAll: { surveyed: 9 } },
    ],
    misses: [
      { resource: 'pods', verb: 'list', namespace: null, inAll: { surveyed: 4 } },
      { resource: 'pods', verb: 'list', inAll: { surveyed: 5 } },
      { ...all, resource: 'nodes', verb: 'get' },
      { ...all, resource: 'deployments', verb: 'list' },
      { ...all, resource: 'pods', subresource: 'log', verb: 'list' },
      ...undone({ ...all, resource: 'pods', verb: 'list' }),
    ],
  },
  'permission-questions': {
    hits: [
      ...each(
        'selfsubjectaccessreviews selfsubjectrulesreviews subjectaccessreviews localsubjectaccessreviews',
        'create',
        { namespace: null },
      ),
      { resource: 'selfsubjectreviews', verb: 'create', namespace: null },
      { resource: 'selfsubjectaccessreviews', verb: 'create', code: 403 },
    ],
    misses: [...each('subjectaccessreviews', readVerbs), ...each('tokenreviews', 'create')],
  },
  'permission-questions-machine': {
    hits: ['system:serviceaccount:shop:api', 'system:node:aks-1'].flatMap((user) =>
      each('selfsubjectaccessreviews selfsubjectrulesreviews selfsubjectreviews', 'create', {
        user,
        namespace: null,
      }),
    ),
    misses: [
      { resource: 'selfsubjectrulesreviews', verb: 'create' },
      { resource: 'selfsubjectrulesreviews', user: 'system:node:aks-1' },
      { resource: 'pods', verb: 'create', user: 'system:node:aks-1' },
    ],
  },
};
