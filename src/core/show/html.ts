/**
 * HTML that is safe by being short to write: the tag escapes every value that is not itself Html, and what log
 * text would hide is made visible. There is no way to make Html of a text but to write it in a template.
 */
import { visible } from './visible.ts';

declare const made: unique symbol;

/** A piece of a page. Opaque: only `html` makes one. */
export interface Html {
  readonly [made]: true;
}

/** `null` is nothing, a list is its members one after the other. */
export type HtmlValue = Html | string | number | null | readonly HtmlValue[];

const texts = new WeakMap<Html, string>();

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
};

/** ASCII that is seen as it is and is not escaped: most of a page. */
const plain = /^[ !#-%(-;=?-_a-~]*$/;

const escaped = (text: string): string =>
  plain.test(text) ? text : visible(text).replace(/[&<>"'`]/g, (found) => entities[found] ?? '');

function written(value: HtmlValue): string {
  if (value === null) return '';
  if (typeof value === 'string') return escaped(value);
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) return value.map(written).join('');
  return texts.get(value as Html) ?? escaped(String(value));
}

/** Values may stand between tags and in quoted attributes; never in a style, a script or a tag's name. */
export function html(strings: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  const text = strings.reduce((page, part, index) => page + written(values[index - 1] ?? null) + part);
  const piece = Object.freeze({}) as Html;
  texts.set(piece, text);
  return piece;
}

export const htmlText = (piece: Html): string => texts.get(piece) ?? '';
