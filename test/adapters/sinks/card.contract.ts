/** What every schema must take that a card may be held against: the published one, and ours of what we send. */
import { Ajv, type AnySchema, type ValidateFunction } from 'ajv';
import { beforeAll, describe, expect, it } from 'vitest';
import { teamsMessage } from '../../../src/core/show/sinks/teams.ts';
import { aFinding, everywhere } from '../../core/show/samples.ts';

const link = 'https://rarecall.example/report?day=2026-06-03';

export const cardIn = (message: string) => {
  const { type, attachments } = JSON.parse(message);
  const { msteams, ...card } = attachments[0].content;
  return { type, attachments, card, msteams };
};

export const describeCard = (schemaName: string, schema: () => AnySchema): void => {
  describe(`teamsMessage, by ${schemaName}`, () => {
    let valid: ValidateFunction;
    beforeAll(() => {
      valid = new Ajv({ strict: false, validateFormats: false, allErrors: true }).compile(schema());
    });

    it('is a valid card of version 1.5', () => {
      for (const finding of [aFinding(), everywhere(aFinding(), ''), aFinding({ calls: [], attack: [] })]) {
        const { type, card, msteams } = cardIn(teamsMessage(finding, link));
        expect(type).toBe('message');
        expect([card.type, card.version, msteams]).toEqual(['AdaptiveCard', '1.5', { width: 'Full' }]);
        valid(card);
        expect(valid.errors ?? []).toEqual([]);
      }
    });

    it('would be refused with an element of our own making', () => {
      const { card } = cardIn(teamsMessage(aFinding(), null));
      expect(
        valid({ ...card, body: [{ type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: 1 }] }] }),
      ).toBe(false);
    });
  });
};
