/** The door of signed links, in the description of routes: pages for whoever has a link, and the form on one of them. */

import { verdicts, workStatuses } from '../../core/find/work/work.ts';
import { longestTyped } from '../../core/find/work/work-form.ts';
import {
  among,
  date,
  operation,
  problemAnswer,
  query,
  type Schema,
  text,
  told,
  withAnswers,
} from './parts.ts';

const html = { 'text/html': { schema: text } };
const page = (description: string) => ({ description, content: html });

const link = query({ page: text, reach: text, until: text, signature: text, id: text, day: date });
const trial = query({
  trial: told({ type: 'boolean', default: false }, 'Of a link to work: its offer is tried on 30 days.'),
});

const deadLink = page(
  'The link is wrong, is over, or leads to what is no more: the same page whichever it is.',
);

/** What is left empty says nothing, as browsers send it. */
const orEmpty = (...values: readonly string[]): Schema => among('', ...values);
const typed = (name: keyof typeof longestTyped): Schema => ({ ...text, maxLength: longestTyped[name] });

const form = {
  required: true,
  content: {
    'application/x-www-form-urlencoded': {
      schema: {
        description: 'As the form on the page sends it. What is left empty stays as it is.',
        type: 'object',
        additionalProperties: false,
        required: ['by', 'tag'],
        properties: {
          by: told(typed('by'), 'Who says so; `(by link)` is put before it.'),
          owner: typed('owner'),
          nobody: told(text, 'Anything: it is nobody’s.'),
          status: orEmpty(...workStatuses),
          verdict: orEmpty(...verdicts),
          note: typed('note'),
          tag: told(text, 'The `etag` of the work that the page showed.'),
        },
      },
    },
  },
};

const asked = operation(
  'The page that a signed link names, for whoever has the link: no key is asked for',
  [...link, ...trial],
  html,
);
const sent = operation('Takes, notes on or closes the finding of a signed link to work it', link, html);
const { '500': failed, '503': late } = sent.responses;

export const sharedPath = {
  get: { ...asked, responses: { '200': page('The page.'), '404': deadLink }, security: [] },
  post: {
    ...withAnswers(
      { ...sent, responses: { '500': failed, '503': late } },
      {
        '303': { description: 'It is done; `Location` is the page, relative to this address.' },
        '400': page('The page, with what is wrong and what was typed.'),
        '404': deadLink,
        '409': page('The page as it stands now, with what was typed: it has changed since it was read.'),
        '413': problemAnswer('The body is too long.'),
        '415': problemAnswer('The body is no form.'),
        '422': page('The page, with what was typed: it takes no more notes or changes.'),
      },
    ),
    requestBody: form,
    security: [],
    description:
      'For links of the reach `work`, which are there where RARECALL_LINK_WORK is on. A verdict `expected` has its offer on the page; what else it would have hidden stands there with trial=true.',
  },
};
