/**
 * Text an attacker wrote, made harmless to look at: what would steer a terminal, turn the reading order or hide
 * itself is written out. Knows Unicode; refuses to know where the text is shown.
 */

const named: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

// Controls, formats (bidi among them), lone surrogates, unassigned; separators and spaces that are not the space;
// letters drawn as nothing; and marks piled higher than any script needs.
const hidden =
  /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]|(?! )\p{Zs}|(?<=\p{Mn}{3})\p{Mn}|(?<=\p{Me})\p{Me}/gu;

/** @returns the text with every character that is not plainly seen written as `\n` or `\u{202e}`. */
export const visible = (text: string): string =>
  text.replace(hidden, (found) => named[found] ?? `\\u{${(found.codePointAt(0) ?? 0).toString(16)}}`);

// What JSON leaves as it is and a terminal may obey.
const steering = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/** JSON that says the same and steers no terminal: controls and marks of direction are written as escapes. */
export const visibleJson = (value: unknown): string => visibleInJson(JSON.stringify(value));

/** The same of JSON that is written already. */
export const visibleInJson = (json: string): string =>
  json.replace(steering, (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`);

// East Asian Width W and F in the blocks a terminal draws two cells wide, and emoji.
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{17000}-\u{18cff}\u{1b000}-\u{1b2ff}\u{1f200}-\u{1f2ff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u;
const mark = /[\p{Mn}\p{Me}]/u;

const cellsOf = (character: string): number => {
  if (character >= ' ' && character <= '~') return 1;
  return mark.test(character) ? 0 : wide.test(character) ? 2 : 1;
};

/** Terminal cells a visible text takes. */
export function widthOf(text: string): number {
  let width = 0;
  for (const character of text) width += cellsOf(character);
  return width;
}

/** The longest beginning of a visible text that takes at most `width` cells. */
export function beginning(text: string, width: number): string {
  let used = 0;
  let end = 0;
  for (const character of text) {
    used += cellsOf(character);
    if (used > width) return text.slice(0, end);
    end += character.length;
  }
  return text;
}

/** @returns the text in at most `width` cells, its end replaced by `…` where it is longer. */
export function cut(text: string, width: number): string {
  if (beginning(text, width) === text) return text;
  return width < 1 ? '' : `${beginning(text, width - 1)}…`;
}
