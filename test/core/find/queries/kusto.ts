/**
 * The grammar of the Kusto query language, by the service's own parser, over tables as Log Analytics declares them.
 * Source: Microsoft, "Azure Monitor Logs table reference", AKSAudit, AKSAuditAdmin and AzureDiagnostics.
 */
import { createRequire } from 'node:module';

/** What a query says, as the parser read it. */
export interface Checked {
  /** Of syntax and of types; none where it is right. */
  readonly problems: readonly string[];
  /** The texts in quotes, with their escapes read, in order. */
  readonly texts: readonly string[];
  /** The operators behind the table, in order. */
  readonly steps: readonly string[];
}

interface Node {
  readonly Kind: number;
  readonly ConstantValue?: unknown;
}
interface List<T> {
  readonly Count: number;
  getItem(at: number): T;
}
/** Of 1.7 MB of types, what is used. */
interface Kusto {
  readonly Language: {
    readonly GlobalState: { readonly Default: { WithDatabase(database: object): object } };
    readonly KustoCode: {
      ParseAndAnalyze(
        text: string,
        globals: object,
      ): {
        readonly Syntax: object;
        GetDiagnostics(): List<{ readonly Severity: string; readonly Message: string }>;
      };
    };
    readonly Symbols: {
      readonly DatabaseSymbol: { readonly ctor: new (name: string, members: readonly object[]) => object };
      readonly TableSymbol: { From(schema: string): { WithName(name: string): object } };
    };
    readonly Syntax: {
      readonly SyntaxKind: Readonly<Record<string, number>> & { readonly StringLiteralExpression: number };
      readonly SyntaxElement: { WalkNodes(root: object, visit: (node: Node) => void): void };
    };
  };
}

const load = createRequire(import.meta.url);
load('@kusto/language-service-next/bridge.min.js');
load('@kusto/language-service-next/Kusto.Language.Bridge.min.js');
const { Language } = (globalThis as unknown as { readonly Kusto: Kusto }).Kusto;
const { SyntaxKind, SyntaxElement } = Language.Syntax;

const audit =
  '(TimeGenerated:datetime, AuditId:string, Stage:string, Level:string, RequestUri:string, Verb:string, User:dynamic, ' +
  'SourceIps:dynamic, UserAgent:string, ObjectRef:dynamic, ResponseStatus:dynamic, RequestObject:dynamic, ' +
  'ResponseObject:dynamic, RequestReceivedTime:datetime, StageReceivedTime:datetime, Annotations:dynamic, ' +
  'PodName:string, Type:string, _ResourceId:string)';
const tables: Readonly<Record<string, string>> = {
  AKSAudit: audit,
  AKSAuditAdmin: audit,
  AzureDiagnostics:
    '(TimeGenerated:datetime, Category:string, ResourceId:string, log_s:string, pod_s:string, stream_s:string, Type:string, _ResourceId:string)',
};

const globals = Language.GlobalState.Default.WithDatabase(
  new Language.Symbols.DatabaseSymbol.ctor(
    'workspace',
    Object.entries(tables).map(([name, columns]) =>
      Language.Symbols.TableSymbol.From(columns).WithName(name),
    ),
  ),
);

/** Names of the kinds of operators: `FilterOperator`, `ExtendOperator`. */
const operators = new Map(
  Object.entries(SyntaxKind)
    .filter(([name]) => name.endsWith('Operator'))
    .map(([name, kind]) => [kind, name]),
);

export function checkedKql(query: string): Checked {
  const code = Language.KustoCode.ParseAndAnalyze(query, globals);
  const found = code.GetDiagnostics();
  const problems = Array.from({ length: found.Count }, (_, at) => found.getItem(at));
  const texts: string[] = [];
  const steps: string[] = [];
  SyntaxElement.WalkNodes(code.Syntax, ({ Kind, ConstantValue }) => {
    if (Kind === SyntaxKind.StringLiteralExpression) texts.push(String(ConstantValue));
    const operator = operators.get(Kind);
    if (operator !== undefined) steps.push(operator);
  });
  return { problems: problems.map(({ Severity, Message }) => `${Severity}: ${Message}`), texts, steps };
}
