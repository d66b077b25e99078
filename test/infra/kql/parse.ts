/**
 * The part of the Kusto query language that the alerts and the workbook are written in, read. What is not of it is refused, not
 * guessed. Refuses to know what it is asked of.
 * Source: Microsoft, "Kusto Query Language" reference.
 */

export type Expression =
  | { readonly kind: 'value'; readonly value: string | number }
  | { readonly kind: 'column'; readonly name: string }
  | { readonly kind: 'member'; readonly of: Expression; readonly name: string }
  | { readonly kind: 'call'; readonly name: string; readonly of: readonly Expression[] }
  | { readonly kind: 'one of'; readonly left: Expression; readonly of: readonly Expression[] }
  | {
      readonly kind: 'binary';
      readonly operator: string;
      readonly left: Expression;
      readonly right: Expression;
    };

export interface Named {
  readonly name: string;
  readonly of: Expression;
}

export type Step =
  | { readonly kind: 'where'; readonly of: Expression }
  | { readonly kind: 'extend' | 'project'; readonly columns: readonly Named[] }
  | { readonly kind: 'summarize'; readonly columns: readonly Named[]; readonly by: readonly Named[] }
  | { readonly kind: 'order'; readonly by: string; readonly isAscending: boolean }
  | { readonly kind: 'take'; readonly count: number };

export interface Query {
  /** The table it is of, beside the empty one that stands in for a workspace that has none yet. */
  readonly table: string;
  /** Column -> type, as the empty table declares them. */
  readonly columns: ReadonlyMap<string, string>;
  readonly steps: readonly Step[];
}

const tokens =
  /\s*(?:"((?:[^"\\]|\\.)*)"|(\d+(?:\.\d+)?)(ms|s|m|h|d)?|([A-Za-z_]\w*)|(==|!=|>=|<=|[-+*/()[\],.|=<>:]))/y;

interface Token {
  readonly kind: 'text' | 'number' | 'name' | 'sign';
  readonly text: string;
  readonly number: number;
}

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

function tokensOf(text: string): Token[] {
  const found: Token[] = [];
  tokens.lastIndex = 0;
  while (tokens.lastIndex < text.trimEnd().length) {
    const at = tokens.lastIndex;
    const match = tokens.exec(text);
    if (match === null) throw new Error(`no token at: ${text.slice(at, at + 30)}`);
    const [, string, number, unit, name, sign = ''] = match;
    if (string !== undefined) found.push({ kind: 'text', text: string, number: 0 });
    else if (number !== undefined)
      found.push({
        kind: 'number',
        text: number,
        number: Number(number) * (unit === undefined ? 1 : (unitMs[unit] ?? 0)),
      });
    else if (name !== undefined) found.push({ kind: 'name', text: name, number: 0 });
    else found.push({ kind: 'sign', text: sign, number: 0 });
  }
  return found;
}

/** From the loosest to the tightest. */
const levels = [['or'], ['and'], ['==', '!=', '>', '>=', '<', '<='], ['+', '-'], ['*', '/']];

export function parse(text: string): Query {
  const all = tokensOf(text);
  let at = 0;
  const peek = (): string => all[at]?.text ?? '';
  const is = (sign: string): boolean => peek() === sign && all[at]?.kind !== 'text';
  const take = (): Token => {
    const token = all[at++];
    if (token === undefined) throw new Error('the query ends too early');
    return token;
  };
  const expect = (...signs: readonly string[]): void => {
    for (const sign of signs) {
      if (!is(sign)) throw new Error(`${sign} was expected, not ${peek()}`);
      at++;
    }
  };
  const listed = <T>(one: () => T): T[] => {
    const found = [one()];
    while (is(',')) {
      at++;
      found.push(one());
    }
    return found;
  };

  function expression(level = 0): Expression {
    const operators = levels[level];
    if (operators === undefined) return primary();
    let left = expression(level + 1);
    for (;;) {
      if (level === 2 && is('in')) {
        expect('in', '(');
        left = { kind: 'one of', left, of: listed(() => expression()) };
        expect(')');
      } else if (operators.some((operator) => is(operator)))
        left = { kind: 'binary', operator: take().text, left, right: expression(level + 1) };
      else return left;
    }
  }

  function primary(): Expression {
    if (is('(')) {
      expect('(');
      const inside = expression();
      expect(')');
      return inside;
    }
    const token = take();
    if (token.kind === 'text') return { kind: 'value', value: token.text };
    if (token.kind === 'number') return { kind: 'value', value: token.number };
    if (token.kind !== 'name') throw new Error(`nothing begins with ${token.text}`);
    if (is('(')) {
      expect('(');
      const of = is(')') ? [] : listed(() => expression());
      expect(')');
      return { kind: 'call', name: token.text, of };
    }
    let found: Expression = { kind: 'column', name: token.text };
    while (is('.')) {
      expect('.');
      found = { kind: 'member', of: found, name: take().text };
    }
    return found;
  }

  /** `Name = expression`, or an expression that has a name of its own. */
  function named(): Named {
    if (all[at]?.kind === 'name' && all[at + 1]?.text === '=') {
      const { text: name } = take();
      expect('=');
      return { name, of: expression() };
    }
    const of = expression();
    return { name: nameOf(of), of };
  }

  function step(): Step {
    const { text: kind } = take();
    switch (kind) {
      case 'where':
        return { kind, of: expression() };
      case 'extend':
      case 'project':
        return { kind, columns: listed(named) };
      case 'summarize': {
        const columns = listed(named);
        if (!is('by')) return { kind, columns, by: [] };
        expect('by');
        return { kind, columns, by: listed(named) };
      }
      case 'order': {
        expect('by');
        const { text: by } = take();
        return { kind, by, isAscending: take().text === 'asc' };
      }
      case 'take':
        return { kind, count: take().number };
      default:
        throw new Error(`there is no operator ${kind}`);
    }
  }

  expect('union', 'isfuzzy', '=', 'true', '(', 'datatable', '(');
  const columns = new Map(
    listed(() => {
      const { text: name } = take();
      expect(':');
      return [name, take().text] as const;
    }),
  );
  expect(')', '[', ']', ')', ',');
  const { text: table } = take();
  const steps: Step[] = [];
  while (at < all.length) {
    expect('|');
    steps.push(step());
  }
  return { table, columns, steps };
}

/** As Kusto calls what nobody gave a name. */
function nameOf(of: Expression): string {
  if (of.kind === 'column') return of.name;
  if (of.kind === 'call') {
    const [first] = of.of;
    if (of.name === 'bin' && first?.kind === 'column') return first.name;
    if (of.name === 'arg_max' && first?.kind === 'column') return first.name;
    return first === undefined ? `${of.name}_` : `${of.name}_${nameOf(first)}`;
  }
  throw new Error('a column without a name');
}
