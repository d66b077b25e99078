/** Which program an agent says it is. Knows how agents begin; refuses to know which programs matter. */

/** Folds A-Z only: the Kelvin sign is no k. */
export const foldCase = (text: string): string =>
  beyondAscii.test(text) ? text.replace(/[A-Z]/g, (letter) => letter.toLowerCase()) : text.toLowerCase();

const beyondAscii = /[^\0-\x7f]/;

const foldedCode = (code: number): number => (code >= 0x41 && code <= 0x5a ? code | 0x20 : code);

/** Whether a text begins with another, in any ASCII letter case. */
export function beginsWith(text: string, beginning: string): boolean {
  if (text.length < beginning.length) return false;
  for (let at = 0; at < beginning.length; at += 1)
    if (foldedCode(text.charCodeAt(at)) !== foldedCode(beginning.charCodeAt(at))) return false;
  return true;
}

/** `curl` is the program of `curl` and `curl/8.5`, not of `curlew/1` or `curl-exporter/2`. */
const goesOn = /[a-z0-9-]/;

/**
 * Whether an agent names a program, in any ASCII letter case.
 * @param folded the agent in lower case
 * @param name in lower case; a `*` at its end stands for whatever follows
 */
export function isProgram(folded: string, name: string): boolean {
  if (name.endsWith('*')) return folded.startsWith(name.slice(0, -1));
  return folded.startsWith(name) && !goesOn.test(folded[name.length] ?? '');
}
