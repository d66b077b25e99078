/**
 * A text as a POSIX shell parts it: words without their quotes, operators, spaces. Nothing is lost: the raw pieces
 * joined are the text. Knows quotes and escapes; refuses to run, expand or understand anything.
 * Source: POSIX.1-2024, Shell Command Language, 2.2 Quoting and 2.3 Token Recognition.
 */

export interface Piece {
  readonly kind: 'word' | 'operator' | 'space';
  /** As it stands. */
  readonly raw: string;
  /** A word without quotes and escapes. */
  readonly text: string;
}

const space = /\s+/y;
const operator = /\$\(|<\(|>\(|<<<|<<-?|>>|&>|>&|<&|&&|\|\||[;|&()<>`]|\{(?=[^}])|\}/y;
/** What goes on with a word outside of quotes. */
const plain = /[^\s;|&()<>`'"\\$]+/y;
const single = /'([^']*)(?:'|$)/y;
const double = /"((?:[^"\\]|\\[\s\S])*)(?:"|\\?$)/y;
const backslash = /\\([\s\S]|$)/y;

export function pieces(text: string): Piece[] {
  const found: Piece[] = [];
  let at = 0;
  const matchAt = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    return pattern.exec(text);
  };
  while (at < text.length) {
    const start = at;
    const [gap] = matchAt(space) ?? matchAt(operator) ?? [];
    if (gap !== undefined) {
      at += gap.length;
      found.push({ kind: /^\s/.test(gap) ? 'space' : 'operator', raw: gap, text: gap });
      continue;
    }
    let word = '';
    for (;;) {
      const quoted = matchAt(single) ?? matchAt(double);
      const escaped = quoted === null ? matchAt(backslash) : null;
      const match = quoted ?? escaped ?? matchAt(plain);
      if (match !== null) {
        at += match[0].length;
        if (quoted !== null) word += (match[1] ?? '').replace(/\\(["\\$`])/g, '$1');
        else if (escaped === null) word += match[0];
        else word += match[1] === '\n' ? '' : (match[1] ?? '');
      } else if (text[at] === '$' && text[at + 1] !== '(') {
        word += '$';
        at += 1;
      } else break;
      if (at >= text.length) break;
    }
    found.push({ kind: 'word', raw: text.slice(start, at), text: word });
  }
  return found;
}
