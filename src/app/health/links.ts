/** Does what people are told in chats lead anywhere? */
import { type Check, information } from './check.ts';

const chats = ['slack', 'teams'];

export const links: Check = {
  id: 'links',
  asks: 'whether chat messages have links',
  ask: async ({ sinks }, { publicUrl }) => ({
    said:
      publicUrl === '' && sinks.some(({ name }) => chats.includes(name))
        ? [
            information(
              'links',
              'chat messages have no link to their finding',
              'set RARECALL_PUBLIC_URL to the address of this app',
            ),
          ]
        : [],
  }),
};
