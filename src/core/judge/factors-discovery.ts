/** Risk factors of calls by which one finds one's way: what is there, and what one may do. A table for review; its columns are explained in factors.ts. */
import { among, isMachine, sends, surveys } from './conditions.ts';
import type { Factor } from './factor.ts';

const reviews =
  'selfsubjectaccessreviews selfsubjectrulesreviews selfsubjectreviews subjectaccessreviews localsubjectaccessreviews';

export const discoveryFactors: readonly Factor[] = [
  {
    id: 'survey',
    weight: 1.4,
    why: 'The caller listed many kinds of things of the whole cluster on this day: what is there, who may do what, where secrets lie.',
    innocent: 'An inventory or a support bundle; a new colleague of the platform team.',
    next: 'Was it one burst, and what did the caller do next?',
    techniques: ['T1613'],
    when: (call) => surveys(call) && call.inAll.surveyed >= 5,
  },
  {
    id: 'permission-questions',
    weight: 1.2,
    why: 'Asks the cluster who the caller is and what he may do: what one does with credentials of somebody else.',
    innocent: '`kubectl auth can-i` by a person or a script; some user interfaces.',
    next: 'What did the caller do with the answer?',
    techniques: ['T1069'],
    when: (call) => among(call.resource, reviews) && sends(call),
  },
  {
    id: 'permission-questions-machine',
    weight: 1.5,
    why: 'A machine asked what it may do: software knows that, a thief of its token does not.',
    innocent: 'An operator that checks its own rights when it starts.',
    next: 'Is that workload known to ask? Which address and program did it use before?',
    techniques: ['T1069', 'T1528'],
    when: (call) => among(call.resource, reviews) && sends(call) && isMachine(call),
  },
];
