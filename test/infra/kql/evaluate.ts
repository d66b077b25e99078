/**
 * Runs a query over rows. Knows the functions that the alerts and the workbook call, as Kusto has them where a value is missing;
 * refuses others, and columns that are not there. Refuses to know where rows come from.
 * Source: Microsoft, "Kusto Query Language" reference.
 */
import { type Expression, type Named, parse, type Step } from './parse.ts';

export type Row = Readonly<Record<string, unknown>>;

/** @param tables name -> rows; a table that is not there is one of no rows, as for `isfuzzy` */
export function run(query: string, tables: Readonly<Record<string, readonly Row[]>>): Row[] {
  const { table, columns, steps } = parse(query);
  const rows = (tables[table] ?? []).map((row) => declared(row, columns, table));
  return steps.reduce<Row[]>((found, step) => after(step, found), rows);
}

/** Columns whose types differ get other names in a union: what is declared must be what is there. */
function declared(row: Row, columns: ReadonlyMap<string, string>, table: string): Row {
  for (const [name, type] of columns)
    if (!(name in row) || typeOf(row[name]) !== type)
      throw new Error(`${table}.${name} is ${typeOf(row[name])}, not ${type}`);
  return row;
}

function typeOf(value: unknown): string {
  if (value instanceof Date) return 'datetime';
  if (typeof value === 'number') return 'real';
  return typeof value === 'object' ? 'dynamic' : typeof value;
}

function after(step: Step, rows: Row[]): Row[] {
  switch (step.kind) {
    case 'where':
      return rows.filter((row) => resultOf(step.of, row) === true);
    case 'extend':
      return rows.map((row) => ({ ...row, ...columnsOf(step.columns, row) }));
    case 'project':
      return rows.map((row) => columnsOf(step.columns, row));
    case 'summarize':
      return summarized(step.columns, step.by, rows);
    case 'order':
      return rows.toSorted((a, b) => {
        const order = compared(a[step.by], b[step.by]);
        return step.isAscending ? order : -order;
      });
    case 'take':
      return rows.slice(0, step.count);
  }
}

const columnsOf = (columns: readonly Named[], row: Row): Row =>
  Object.fromEntries(columns.map(({ name, of }) => [name, resultOf(of, row)]));

function summarized(columns: readonly Named[], by: readonly Named[], rows: readonly Row[]): Row[] {
  const groups = Map.groupBy(rows, (row) => JSON.stringify(by.map(({ of }) => resultOf(of, row))));
  return [...groups.values()].map((group) => {
    const [first = {}] = group;
    const sums = columns.map(({ name, of }) => aggregated(name, of, group));
    return Object.assign({}, columnsOf(by, first), ...sums) as Row;
  });
}

const numeric = (values: readonly unknown[]): number[] => values.filter((value) => typeof value === 'number');

function aggregated(name: string, of: Expression, rows: readonly Row[]): Row {
  if (of.kind !== 'call') throw new Error('only calls add up');
  const [first, second] = of.of;
  const of1 = (from: readonly Row[]) =>
    from.map((row) => (first === undefined ? null : resultOf(first, row)));
  switch (of.name) {
    case 'count':
      return { [name]: rows.length };
    case 'sum':
      return { [name]: numeric(of1(rows)).reduce((sum, value) => sum + value, 0) };
    case 'sumif': {
      const chosen = rows.filter((row) => second !== undefined && resultOf(second, row) === true);
      return { [name]: numeric(of1(chosen)).reduce((sum, value) => sum + value, 0) };
    }
    case 'max':
      return { [name]: rows.length === 0 ? null : of1(rows).reduce((a, b) => (compared(a, b) >= 0 ? a : b)) };
    case 'arg_max': {
      const newest = rows.reduce((a, b) =>
        compared(first && resultOf(first, a), first && resultOf(first, b)) >= 0 ? a : b,
      );
      return { [name]: first && resultOf(first, newest), ...columnsOf(named(of.of.slice(1)), newest) };
    }
    default:
      throw new Error(`there is no aggregate ${of.name}`);
  }
}

const named = (of: readonly Expression[]): Named[] =>
  of.map((one) => {
    if (one.kind !== 'column') throw new Error('arg_max is asked for columns');
    return { name: one.name, of: one };
  });

const compared = (a: unknown, b: unknown): number => {
  const [one, other] = [a instanceof Date ? a.getTime() : a, b instanceof Date ? b.getTime() : b];
  if (typeof one === 'number' && typeof other === 'number') return one - other;
  return String(one) < String(other) ? -1 : String(one) > String(other) ? 1 : 0;
};

function resultOf(of: Expression, row: Row): unknown {
  switch (of.kind) {
    case 'value':
      return of.value;
    case 'column':
      if (!(of.name in row)) throw new Error(`there is no column ${of.name}`);
      return row[of.name];
    case 'member': {
      const object = resultOf(of.of, row);
      return typeof object === 'object' && object !== null ? (Reflect.get(object, of.name) ?? null) : null;
    }
    case 'one of':
      return of.of.some((one) => resultOf(one, row) === resultOf(of.left, row));
    case 'call':
      return called(of.name, of.of, row);
    case 'binary':
      return operated(of.operator, resultOf(of.left, row), resultOf(of.right, row));
  }
}

function operated(operator: string, left: unknown, right: unknown): unknown {
  if (operator === 'and') return left === true && right === true;
  if (operator === 'or') return left === true || right === true;
  if (operator === '==') return compared(left, right) === 0;
  if (operator === '!=') return compared(left, right) !== 0;
  if (['>', '>=', '<', '<='].includes(operator)) {
    const order = compared(left, right);
    return operator.startsWith('>')
      ? order > 0 || (operator === '>=' && order === 0)
      : order < 0 || (operator === '<=' && order === 0);
  }
  if (typeof left !== 'number' || typeof right !== 'number') return null;
  const results: Record<string, number> = {
    '+': left + right,
    '-': left - right,
    '*': left * right,
    '/': left / right,
  };
  return results[operator] ?? null;
}

function called(name: string, of: readonly Expression[], row: Row): unknown {
  const values = () => of.map((one) => resultOf(one, row));
  switch (name) {
    case 'tostring': {
      const [value] = values();
      return value === null || value === undefined ? '' : String(value);
    }
    case 'toreal': {
      const [value] = values();
      return typeof value === 'number' ? value : null;
    }
    case 'iff': {
      const [test, one, other] = values();
      return test === true ? one : other;
    }
    case 'bin': {
      const [value, size] = values();
      if (!(value instanceof Date) || typeof size !== 'number') throw new Error('bin is of times');
      return new Date(Math.floor(value.getTime() / size) * size);
    }
    default:
      throw new Error(`there is no function ${name}`);
  }
}
