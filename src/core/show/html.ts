/**
 * HTML that is safe by being short to write: the tag escapes every value that is not itself Html, and what log
 * text would hide is made visible. There is no way to make Html of a text but to write it in a template.
 */
import { visible } from './visible.ts';

/** A piece of a page. Opaque: only `html` makes one. */
export type Html = Piece;

/** What it says is nobody else's to read or to set. A page has tens of thousands, so it is a field and no map of them. */
class Piece {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  static textOf(piece: unknown): string | undefined {
    return typeof piece === 'object' && piece !== null && #text in piece ? piece.#text : undefined;
  }
}

/** `null` is nothing, a list is its members one after the other. */
export type HtmlValue = Html | string | number | null | readonly HtmlValue[];

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
  if (Array.isArray(value)) return value.reduce<string>((page, one) => page + written(one), '');
  return Piece.textOf(value) ?? escaped(String(value));
}

/** Values may stand between tags and in quoted attributes; never in a style, a script or a tag's name. */
export function html(strings: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  return new Piece(strings.reduce((page, part, index) => page + written(values[index - 1] ?? null) + part));
}

export const htmlText = (piece: Html): string => Piece.textOf(piece) ?? '';
