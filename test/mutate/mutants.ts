/**
 * Small faults as a tired hand makes them, read off the syntax tree of a file.
 * Knows TypeScript; refuses to know tests, and whether a fault can be seen at all.
 */
import ts from 'typescript';

export const kinds = [
  'boundary',
  'and-or',
  'negated',
  'sign',
  'off-by-one',
  'call-removed',
  'return-removed',
  'text-emptied',
  'list-emptied',
  'regex-anchor',
  'optional-chain',
] as const;
export type Kind = (typeof kinds)[number];

/** One change of one file: `text.slice(from, to)` becomes `with`. */
export interface Mutant {
  readonly kind: Kind;
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly from: number;
  readonly to: number;
  readonly with: string;
}

const swapped: ReadonlyMap<ts.SyntaxKind, readonly [Kind, string]> = new Map([
  [ts.SyntaxKind.LessThanToken, ['boundary', '<=']],
  [ts.SyntaxKind.LessThanEqualsToken, ['boundary', '<']],
  [ts.SyntaxKind.GreaterThanToken, ['boundary', '>=']],
  [ts.SyntaxKind.GreaterThanEqualsToken, ['boundary', '>']],
  [ts.SyntaxKind.AmpersandAmpersandToken, ['and-or', '||']],
  [ts.SyntaxKind.BarBarToken, ['and-or', '&&']],
  [ts.SyntaxKind.EqualsEqualsEqualsToken, ['negated', '!==']],
  [ts.SyntaxKind.ExclamationEqualsEqualsToken, ['negated', '===']],
  [ts.SyntaxKind.PlusEqualsToken, ['sign', '-=']],
  [ts.SyntaxKind.MinusEqualsToken, ['sign', '+=']],
  [ts.SyntaxKind.MinusToken, ['sign', '+']],
  [ts.SyntaxKind.AsteriskToken, ['sign', '/']],
  [ts.SyntaxKind.SlashToken, ['sign', '*']],
]);

/** All of them, in the order of the text. */
export function mutantsOf(file: string, text: string): Mutant[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found: Mutant[] = [];
  const change = (kind: Kind, from: number, to: number, by: string): void => {
    found.push({ kind, file, line: source.getLineAndCharacterOfPosition(from).line + 1, from, to, with: by });
  };
  const replace = (kind: Kind, node: ts.Node, by: string): void =>
    change(kind, node.getStart(source), node.getEnd(), by);

  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node) || ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return;
    if (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) return;
    if (ts.isBinaryExpression(node)) {
      const swap = swapped.get(node.operatorToken.kind);
      if (swap !== undefined) replace(swap[0], node.operatorToken, swap[1]);
      if (node.operatorToken.kind === ts.SyntaxKind.PlusToken && !isText(node.left) && !isText(node.right))
        replace('sign', node.operatorToken, '-');
    }
    if (ts.isIfStatement(node) || ts.isWhileStatement(node)) negate(node.expression);
    if (ts.isConditionalExpression(node)) negate(node.condition);
    if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken)
      replace('negated', node, node.operand.getText(source));
    if (ts.isPostfixUnaryExpression(node))
      replace('sign', node, `${node.operand.getText(source)}${stepBack(node.operator)}`);
    if (ts.isNumericLiteral(node)) replace('off-by-one', node, `(${node.text} + 1)`);
    if (ts.isExpressionStatement(node) && isCall(node.expression)) replace('call-removed', node, ';');
    if (ts.isReturnStatement(node)) replace('return-removed', node, ';');
    if (isLiteralText(node)) replace('text-emptied', node, "''");
    if (ts.isArrayLiteralExpression(node) && node.elements.length > 0) replace('list-emptied', node, '[]');
    if (ts.isRegularExpressionLiteral(node))
      for (const by of withoutAnchors(node.text)) replace('regex-anchor', node, by);
    if (isChained(node)) {
      const dot = node.questionDotToken;
      change('optional-chain', dot.getStart(source), dot.getEnd(), afterDot(node));
    }
    ts.forEachChild(node, visit);
  };

  /** A comparison is turned where it stands, so that no fault comes twice. */
  const negate = (condition: ts.Expression): void => {
    if (ts.isPrefixUnaryExpression(condition)) return;
    if (ts.isBinaryExpression(condition) && swapped.get(condition.operatorToken.kind)?.[0] === 'negated')
      return;
    replace('negated', condition, `!(${condition.getText(source)})`);
  };

  visit(source);
  return found.sort((a, b) => a.from - b.from || a.to - b.to);
}

export const mutated = (text: string, mutant: Mutant): string =>
  text.slice(0, mutant.from) + mutant.with + text.slice(mutant.to);

/** What cannot be read is no fault that a test could notice. */
export const isReadable = (text: string, mutant: Mutant): boolean =>
  ts.transpileModule(mutated(text, mutant), { reportDiagnostics: true }).diagnostics?.length === 0;

const isCall = (node: ts.Expression): boolean =>
  ts.isCallExpression(ts.isAwaitExpression(node) ? node.expression : node);

const isText = (node: ts.Node): boolean => ts.isStringLiteralLike(node) || ts.isTemplateExpression(node);

/** A text that is a value: no key, no name of a module. */
const isLiteralText = (node: ts.Node): boolean =>
  ts.isStringLiteralLike(node) &&
  node.text !== '' &&
  !(ts.isPropertyAssignment(node.parent) && node.parent.name === node) &&
  !ts.isElementAccessExpression(node.parent);

type Chained = (ts.PropertyAccessExpression | ts.ElementAccessExpression | ts.CallExpression) & {
  readonly questionDotToken: ts.QuestionDotToken;
};

const isChained = (node: ts.Node): node is Chained =>
  (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node) || ts.isCallExpression(node)) &&
  node.questionDotToken !== undefined;

/** `a?.b` -> `a.b`, but `a?.[0]` -> `a[0]`. */
const afterDot = (node: Chained): string => (ts.isPropertyAccessExpression(node) ? '.' : '');

const stepBack = (operator: ts.PostfixUnaryOperator): string =>
  operator === ts.SyntaxKind.PlusPlusToken ? '--' : '++';

/** The expression without its first `^`, and without its last `$`. */
function withoutAnchors(regex: string): string[] {
  const texts: string[] = [];
  if (/^\/\^./.test(regex)) texts.push(`/${regex.slice(2)}`);
  const end = regex.lastIndexOf('/');
  if (/[^\\]\$$/.test(regex.slice(0, end))) texts.push(regex.slice(0, end - 1) + regex.slice(end));
  return texts;
}
