/**
 * Text to syntax tree, by the grammar of `lezer-feel`.
 *
 * The grammar tracks the names in scope while it reads, so the longest known name wins; unknown
 * names of several words are read as one name too. A tree with an error in it is an issue: lezer
 * would mend the text and go on, which is right for an editor and wrong for an engine.
 *
 * `range<…>` of DMN 1.5 is not in the grammar yet: it is read as a list type, and told apart by the
 * text that stands there.
 */
import { normalizeContextKey, parser, trackVariables } from 'lezer-feel';
import type { ExpressionIssue, ExpressionKind, NameScope } from '../expression.ts';

/** A node of lezer's own tree. */
type SyntaxNode = ReturnType<typeof parser.parse>['topNode'];

/** A node of the tree, comments left out. */
export interface Syntax {
  /** The grammar's name of it: `Comparison`, `VariableName`, `and`. */
  readonly name: string;
  readonly from: number;
  readonly text: string;
  readonly children: readonly Syntax[];
}

/** UTF-16 units of one expression; reading takes more than linear time in bad cases. */
const LENGTH_MAX = 10_000;
/** Nodes within each other; evaluation recurses as deep. */
const DEPTH_MAX = 300;
/** Brackets within each other; reading copies the names of all that are open. */
const BRACKETS_MAX = 100;

/** Texts and comments as wholes, and brackets. */
const TOKENS = /"(?:[^"\\]|\\.)*"|\/\/[^\n]*|\/\*[\s\S]*?\*\/|\.\.|[()[\]{}]/g;

/** A range type, or a variable of that name before a comparison. */
const RANGE_TYPE = /\brange(?=\s*<)/g;

const WILDCARD: Syntax = { name: 'Wildcard', from: 0, text: '-', children: [] };

/** Reads a text, or says what is wrong with it and where. */
export function readSyntax(
  text: string,
  kind: ExpressionKind,
  scope: NameScope,
): Syntax | ExpressionIssue {
  if (text.length > LENGTH_MAX) return tooLarge(`is longer than ${LENGTH_MAX}`, LENGTH_MAX);
  if (kind === 'unaryTests' && text.trim() === '') return WILDCARD;
  const bracket = tooDeepBracket(text);
  if (bracket !== undefined) {
    return tooLarge(`has more than ${BRACKETS_MAX} brackets within each other`, bracket);
  }
  const parsed = parse(text, kind, scope);
  if (typeof parsed === 'number') return broken(text, parsed);
  const ends = new Set([...text.matchAll(RANGE_TYPE)].map(({ index }) => index + 'list'.length));
  return syntaxOf(parsed, { text, ends }, 0) ?? tooLarge(`nests more than ${DEPTH_MAX} deep`, 0);
}

/**
 * Where brackets nest too deep; those in texts and comments don't count. Behind `..`, a range may
 * end with a bracket that looks like an opening one.
 */
function tooDeepBracket(text: string): number | undefined {
  let depth = 0;
  let rangeDepth = -1;
  for (const { 0: token, index } of text.matchAll(TOKENS)) {
    if (token === '..') rangeDepth = depth;
    else if (token === '[' && depth === rangeDepth) {
      depth--;
      rangeDepth = -1;
    } else if (/^[([{]$/.test(token) && ++depth > BRACKETS_MAX) return index;
    else if (/^[)\]}]$/.test(token)) depth--;
  }
  return undefined;
}

/** What names are compared by: one space around signs and between words. */
export function canonicalName(name: string): string {
  return normalizeContextKey(name);
}

function parse(text: string, kind: ExpressionKind, scope: NameScope): SyntaxNode | number {
  const source = text.replace(RANGE_TYPE, 'list ');
  const top = kind === 'unaryTests' ? 'UnaryTests' : 'Expression';
  const contextTracker = trackVariables(scope);
  try {
    return parser.configure({ top, contextTracker, strict: true }).parse(source).topNode;
  } catch (error) {
    // Strict reading ends at the first fault, and its message says where; the tracker of names has
    // messages of its own for texts that the grammar cannot read either.
    return Number(/^No parse at (\d+)$/.exec((error as Error).message)?.[1] ?? 0);
  }
}

function broken(text: string, at: number): ExpressionIssue {
  const near = text.slice(at).trim().slice(0, 20);
  const message =
    near === '' ? 'the expression ends too early' : `'${near}' cannot stand here (offset ${at})`;
  return { issue: { code: 'BPM_EXPRESSION_SYNTAX', message, at } };
}

function tooLarge(reason: string, at: number): ExpressionIssue {
  const message = `the expression ${reason}: split it`;
  return { issue: { code: 'BPM_EXPRESSION_TOO_LARGE', message, at } };
}

/** The text that was written, and where words that were read as `list` end. */
interface Source {
  readonly text: string;
  readonly ends: ReadonlySet<number>;
}

/** The tree without comments; undefined when it is too deep. */
function syntaxOf(node: SyntaxNode, source: Source, depth: number): Syntax | undefined {
  if (depth > DEPTH_MAX) return undefined;
  const children: Syntax[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) {
    if (child.name.endsWith('Comment')) continue;
    const converted = syntaxOf(child, source, depth + 1);
    if (converted === undefined) return undefined;
    children.push(converted);
  }
  const to = source.ends.has(node.to) ? node.to + 1 : node.to;
  return { name: node.name, from: node.from, text: source.text.slice(node.from, to), children };
}

/** The child of that name. */
export function childOf(syntax: Syntax, name: string): Syntax | undefined {
  return syntax.children.find((child) => child.name === name);
}

/** The children of that name. */
export function childrenOf(syntax: Syntax, name: string): readonly Syntax[] {
  return syntax.children.filter((child) => child.name === name);
}

/** Whether a node of that name, or a variable of that text, stands anywhere below. */
export function mentions(syntax: Syntax, name: string): boolean {
  return (
    syntax.name === name ||
    (syntax.name === 'VariableName' && syntax.text === name) ||
    syntax.children.some((child) => mentions(child, name))
  );
}
