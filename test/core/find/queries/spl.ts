/**
 * The part of SPL that our queries are written in, read strictly: what is not of it is refused, not guessed. There is no
 * grammar of SPL to be had as a package of npm.
 * Source: Splunk, "Search Reference": where, eval, spath, sort, table; "Search Manual": quotes and escapes.
 */

export interface CheckedSpl {
  /** Commands behind the search, in order. */
  readonly steps: readonly string[];
  /** Texts in double quotes, with their escapes read, in order. */
  readonly texts: readonly string[];
}

type Kind = 'text' | 'field' | 'name' | 'number' | 'sign' | 'macro';
interface Token {
  readonly kind: Kind;
  readonly text: string;
}

/** Splunk reads `\"` and `\\` and no other escape; a control character or a token's dollar sign is in no text of ours. */
const shapes: readonly (readonly [Kind, RegExp])[] = [
  ['macro', /`[a-z_]+`/y],
  ['text', /"(?:[^"\\`$\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|\\["\\])*"/uy],
  ['field', /'[\w.]+(?:\{\})?'/y],
  ['number', /\d+(?![\w.])/y],
  ['name', /[A-Za-z_][\w.-]*(?:\{\})?/y],
  ['sign', /[=(),|]/y],
];

function tokensOf(text: string): Token[] {
  const found: Token[] = [];
  let at = 0;
  while (at < text.length) {
    if (text[at] === ' ' || text[at] === '\n') {
      at += 1;
      continue;
    }
    const start = at;
    for (const [kind, shape] of shapes) {
      shape.lastIndex = start;
      const match = shape.exec(text);
      if (match === null) continue;
      found.push({ kind, text: match[0] });
      at = start + match[0].length;
      break;
    }
    if (at === start) throw new Error(`no token at: ${text.slice(at, at + 40)}`);
  }
  return found;
}

/** Name -> how many arguments it takes; the last is as many as one likes. */
const functions: Readonly<Record<string, readonly [number, number]>> = {
  upper: [1, 1],
  lower: [1, 1],
  like: [2, 2],
  isnull: [1, 1],
  isnotnull: [1, 1],
  mvfilter: [1, 1],
  if: [3, 3],
  in: [2, 1_000],
};

/** @throws Error where it is not of the language */
export function checkedSpl(query: string): CheckedSpl {
  const all = tokensOf(query);
  const texts: string[] = [];
  const steps: string[] = [];
  let at = 0;
  const is = (kind: Kind, text?: string): boolean =>
    all[at]?.kind === kind && (text === undefined || all[at]?.text === text);
  const take = (kind: Kind, text?: string): string => {
    const token = all[at];
    if (token === undefined || !is(kind, text)) throw new Error(`${text ?? kind} expected at token ${at}`);
    at += 1;
    if (kind === 'text') texts.push(token.text.slice(1, -1).replace(/\\(["\\])/g, '$1'));
    return token.text;
  };

  function expression(): void {
    comparison();
    while (is('name', 'OR')) {
      take('name', 'OR');
      comparison();
    }
  }
  function comparison(): void {
    primary();
    if (!is('sign', '=')) return;
    take('sign', '=');
    primary();
  }
  function primary(): void {
    if (is('text') || is('field') || is('number')) {
      take(all[at]?.kind ?? 'text');
      return;
    }
    const name = take('name');
    if (!is('sign', '(')) return;
    const arity = functions[name];
    if (arity === undefined) throw new Error(`there is no function ${name}`);
    take('sign', '(');
    let count = 1;
    expression();
    for (; is('sign', ','); count += 1) {
      take('sign', ',');
      expression();
    }
    take('sign', ')');
    if (count < arity[0] || count > arity[1]) throw new Error(`${name} takes no ${count} arguments`);
  }

  function step(): void {
    const name = take('name');
    steps.push(name);
    if (name === 'where') {
      expression();
    } else if (name === 'spath') {
      take('name', 'input');
      take('sign', '=');
      take('name');
    } else if (name === 'eval') {
      take('name');
      take('sign', '=');
      expression();
    } else if (name === 'sort') {
      take('number', '0');
      take('name');
    } else if (name === 'table') {
      do take('name');
      while (is('name'));
    } else {
      throw new Error(`there is no command ${name}`);
    }
  }

  take('macro', '`kubernetes_azure`');
  while (is('name')) {
    take('name');
    take('sign', '=');
    take(is('text') ? 'text' : is('number') ? 'number' : 'name');
  }
  while (at < all.length) {
    take('sign', '|');
    step();
  }
  return { steps, texts };
}
