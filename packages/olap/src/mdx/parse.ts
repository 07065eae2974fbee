/**
 * Reads an MDX statement: recursive descent over its words, one function a rule of the grammar.
 *
 * @source Microsoft, "MDX Language Reference", SELECT statement and expressions
 */
import { mdxFault, type Token, tokensOf } from './token.ts';
import type { Axis, MemberDefinition, Part, SetDefinition, Statement } from './syntax.ts';

/** Parts may stand in each other so deep. */
const DEPTH_MAX = 200;

/**
 * The statement of a text.
 *
 * @throws OlapError OLAP_INVALID_QUERY — with line and column
 */
export function parseMdx(text: string): Statement {
  return new Parser(text).statement();
}

const AXIS_NAMES = ['columns', 'rows', 'pages', 'chapters', 'sections'];
const COMPARISONS = ['=', '<>', '<', '>', '<=', '>='];

class Parser {
  private readonly tokens: readonly Token[];
  private place = 0;
  private depth = 0;

  constructor(private readonly text: string) {
    this.tokens = tokensOf(text);
  }

  statement(): Statement {
    const members: MemberDefinition[] = [];
    const sets: SetDefinition[] = [];
    if (this.takesWord('with')) {
      while (!this.isWord('select')) {
        if (this.takesWord('member')) members.push(this.member());
        else if (this.takesWord('set')) sets.push(this.namedSet());
        else throw this.fault(`'MEMBER', 'SET' or 'SELECT' is expected`);
      }
    }
    this.expectWord('select');
    const axes = this.axes();
    this.expectWord('from');
    const cube = this.name();
    const slicer = this.takesWord('where') ? this.expression() : undefined;
    if (this.next.kind !== 'end') throw this.fault('the statement is over here');
    return { members, sets, axes, cube, slicer };
  }

  private member(): MemberDefinition {
    const { at } = this.next;
    const names = this.names();
    this.expectWord('as');
    const value = this.definition();
    let solveOrder = 0;
    while (this.takesSign(',')) {
      const property = this.name().toLowerCase();
      this.expectSign('=');
      const of = this.expression();
      if (property === 'solve_order') solveOrder = this.solveOrder(of);
    }
    return { names, value, solveOrder, at };
  }

  private solveOrder(of: Part): number {
    const sign = of.kind === 'unary' && of.op === '-' ? -1 : 1;
    const number = of.kind === 'unary' ? of.of : of;
    if (number.kind === 'number') return sign * Number(number.value);
    throw mdxFault(this.text, of.at, 'SOLVE_ORDER is a number');
  }

  private namedSet(): SetDefinition {
    const name = this.name();
    this.expectWord('as');
    return { name, value: this.definition() };
  }

  /** A definition may stand in quotes: `AS '[A] + [B]'`. */
  private definition(): Part {
    if (this.next.kind !== 'text') return this.expression();
    const inner = new Parser(this.next.text);
    this.place++;
    const part = inner.expression();
    if (inner.next.kind !== 'end') throw inner.fault('the definition is over here');
    return part;
  }

  private axes(): Axis[] {
    const axes: Axis[] = [];
    do {
      const isNonEmpty = this.takesWord('non');
      if (isNonEmpty) this.expectWord('empty');
      const set = this.expression();
      this.expectWord('on');
      axes[this.axisNumber()] = { set, isNonEmpty };
    } while (this.takesSign(','));
    const missing = axes.findIndex((axis) => (axis as Axis | undefined) === undefined);
    if (missing >= 0 || axes.includes(undefined as never)) {
      throw this.fault(`axis ${missing} is missing: axes are numbered without a gap`);
    }
    return axes;
  }

  private axisNumber(): number {
    const token = this.take();
    if (token.kind === 'number') return Number(token.text);
    const name = token.text.toLowerCase();
    if (name === 'axis') {
      this.expectSign('(');
      const number = Number(this.take().text);
      this.expectSign(')');
      return number;
    }
    const number = AXIS_NAMES.indexOf(name);
    if (number >= 0) return number;
    throw mdxFault(this.text, token.at, `'${token.text}' is no axis: COLUMNS, ROWS or a number`);
  }

  // — Expressions, by falling strength —

  private expression(): Part {
    if (++this.depth > DEPTH_MAX) throw this.fault('parts stand in each other too deep');
    const part = this.logical(['or', 'xor'], () => this.logical(['and'], () => this.negation()));
    this.depth--;
    return part;
  }

  private logical(words: readonly string[], inner: () => Part): Part {
    let left = inner();
    for (;;) {
      const word = words.find((of) => this.isWord(of));
      if (word === undefined) return left;
      const { at } = this.take();
      left = { kind: 'binary', op: word, left, right: inner(), at };
    }
  }

  private negation(): Part {
    const { at } = this.next;
    if (!this.takesWord('not')) return this.comparison();
    return { kind: 'unary', op: 'not', of: this.negation(), at };
  }

  private comparison(): Part {
    const left = this.range();
    const { at } = this.next;
    if (this.takesWord('is')) return { kind: 'binary', op: 'is', left, right: this.range(), at };
    const op = COMPARISONS.find((sign) => this.isSign(sign));
    if (op === undefined) return left;
    this.place++;
    return { kind: 'binary', op, left, right: this.range(), at };
  }

  private range(): Part {
    const from = this.sum();
    const { at } = this.next;
    return this.takesSign(':') ? { kind: 'range', from, to: this.sum(), at } : from;
  }

  private sum(): Part {
    return this.chain(['+', '-'], () => this.chain(['*', '/'], () => this.signed()));
  }

  private chain(signs: readonly string[], inner: () => Part): Part {
    let left = inner();
    for (;;) {
      const op = signs.find((sign) => this.isSign(sign));
      if (op === undefined) return left;
      const { at } = this.take();
      left = { kind: 'binary', op, left, right: inner(), at };
    }
  }

  private signed(): Part {
    const { at } = this.next;
    if (this.takesSign('-')) return { kind: 'unary', op: '-', of: this.signed(), at };
    return this.methods(this.primary());
  }

  /** `.Children`, `.Lag(1)`, and further names of a path. */
  private methods(of: Part): Part {
    let part = of;
    while (this.takesSign('.')) {
      const token = this.take();
      const { at } = token;
      const isCall = token.kind === 'name' && this.isSign('(');
      const isName = token.kind === 'quoted' || (part.kind === 'path' && !isMethod(token.text));
      if (isName && !isCall && part.kind === 'path') {
        part = { kind: 'path', names: part.names.concat(token.text), at: part.at };
      } else {
        const args = this.takesSign('(') ? this.list(')') : [];
        part = { kind: 'method', of: part, name: token.text.toLowerCase(), args, at };
      }
    }
    return part;
  }

  private primary(): Part {
    const token = this.take();
    const { kind, text, at } = token;
    if (kind === 'number') return { kind: 'number', value: text, at };
    if (kind === 'text') return { kind: 'text', value: text, at };
    if (kind === 'sign' && text === '{') return { kind: 'set', parts: this.list('}'), at };
    if (kind === 'sign' && text === '(') return this.tuple(at);
    if (kind === 'name' && text.toLowerCase() === 'case') return this.choice(at);
    if (kind === 'name' && this.takesSign('(')) {
      return { kind: 'call', name: text.toLowerCase(), args: this.list(')'), at };
    }
    if (kind === 'name' || kind === 'quoted') return { kind: 'path', names: [text], at };
    throw mdxFault(
      this.text,
      at,
      text === '' ? 'the text ends too early' : `'${text}' is not expected`,
    );
  }

  private tuple(at: number): Part {
    const parts = this.list(')');
    return parts.length === 1 ? parts[0]! : { kind: 'tuple', parts, at };
  }

  private choice(at: number): Part {
    const of = this.isWord('when') ? undefined : this.expression();
    const whens: { when: Part; value: Part }[] = [];
    while (this.takesWord('when')) {
      const when = this.expression();
      this.expectWord('then');
      whens.push({ when, value: this.expression() });
    }
    const otherwise = this.takesWord('else') ? this.expression() : undefined;
    this.expectWord('end');
    return { kind: 'case', of, whens, otherwise, at };
  }

  /** Parts up to a closing sign, which is taken. */
  private list(close: string): Part[] {
    const parts: Part[] = [];
    if (this.takesSign(close)) return parts;
    do {
      parts.push(this.isSign(',') || this.isSign(close) ? this.nothing() : this.expression());
    } while (this.takesSign(','));
    this.expectSign(close);
    return parts;
  }

  /** An argument that is left out. */
  private nothing(): Part {
    return { kind: 'path', names: [], at: this.next.at };
  }

  // — Words —

  private get next(): Token {
    return this.tokens[this.place]!;
  }

  private take(): Token {
    const token = this.next;
    if (token.kind !== 'end') this.place++;
    return token;
  }

  private names(): string[] {
    const names = [this.name()];
    while (this.takesSign('.')) names.push(this.name());
    return names;
  }

  private name(): string {
    const token = this.take();
    if (token.kind === 'name' || token.kind === 'quoted') return token.text;
    throw mdxFault(this.text, token.at, 'a name is expected');
  }

  private isWord(word: string): boolean {
    return this.next.kind === 'name' && this.next.text.toLowerCase() === word;
  }

  private takesWord(word: string): boolean {
    const is = this.isWord(word);
    if (is) this.place++;
    return is;
  }

  private expectWord(word: string): void {
    if (!this.takesWord(word)) throw this.fault(`'${word.toUpperCase()}' is expected`);
  }

  private isSign(sign: string): boolean {
    return this.next.kind === 'sign' && this.next.text === sign;
  }

  private takesSign(sign: string): boolean {
    const is = this.isSign(sign);
    if (is) this.place++;
    return is;
  }

  private expectSign(sign: string): void {
    if (!this.takesSign(sign)) throw this.fault(`'${sign}' is expected`);
  }

  private fault(reason: string): Error {
    return mdxFault(this.text, this.next.at, reason);
  }
}

/** Names after a point that ask for something instead of naming a member. */
const METHODS = new Set([
  'members',
  'allmembers',
  'children',
  'parent',
  'currentmember',
  'defaultmember',
  'firstchild',
  'lastchild',
  'firstsibling',
  'lastsibling',
  'siblings',
  'prevmember',
  'nextmember',
  'lag',
  'lead',
  'level',
  'hierarchy',
  'dimension',
  'name',
  'ordinal',
  'value',
  'item',
  'count',
]);

const isMethod = (name: string): boolean => METHODS.has(name.toLowerCase());
