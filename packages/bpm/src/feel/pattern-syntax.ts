/**
 * Regular expressions of XPath, read into a tree.
 *
 * They differ from JavaScript's: classes subtract (`[a-z-[aeiou]]`), `\i` and `\c` are the
 * characters of XML names, `\p{IsGreek}` is a block, `\1` must name a group that is closed, flags
 * are s m i x q. What the specification does not allow is a fault, not a literal.
 *
 * @source XQuery and XPath Functions and Operators 3.1, 5.6.1; XML Schema 1.1 part 2, appendix G
 */
import { type CharacterTest, classEscape, propertyTest } from './pattern-class.ts';

/** A node of a pattern. */
export type PatternNode =
  | { readonly kind: 'one'; readonly test: CharacterTest }
  | { readonly kind: 'start' }
  | { readonly kind: 'end' }
  | { readonly kind: 'back'; readonly group: number }
  | { readonly kind: 'group'; readonly group: number | undefined; readonly of: PatternNode }
  | { readonly kind: 'sequence'; readonly nodes: readonly PatternNode[] }
  | { readonly kind: 'either'; readonly branches: readonly PatternNode[] }
  | {
      readonly kind: 'repeat';
      readonly of: PatternNode;
      readonly min: number;
      readonly max: number;
      readonly isGreedy: boolean;
    };

/** A pattern that was read: its tree and how many groups it captures. */
export interface PatternTree {
  readonly root: PatternNode;
  readonly groups: number;
}

/** What the flags of a pattern say. */
export interface PatternFlags {
  /** `s`: a point matches line ends too. */
  readonly isDotAll: boolean;
  /** `m`: `^` and `$` match at lines. */
  readonly isMultiline: boolean;
  /** `i`: case is ignored. */
  readonly ignoresCase: boolean;
}

/** Thrown for a pattern that is none; caught where patterns are compiled. */
export class PatternFault extends Error {}

/** Groups within each other; reading recurses as deep. */
const DEPTH_MAX = 100;
const REPEATS_MAX = 1000;
const SPECIAL = '.\\?*+{}()[]|^$';

/** Reads a pattern. */
export function parsePattern(text: string, flags: PatternFlags): PatternTree {
  const reader = new PatternReader(text, flags);
  const root = reader.alternatives(0);
  if (!reader.isDone) throw new PatternFault(`'${reader.rest}' cannot stand in a pattern`);
  return { root, groups: reader.groups };
}

class PatternReader {
  readonly #points: readonly string[];
  readonly #flags: PatternFlags;
  #at = 0;
  groups = 0;
  readonly #closed = new Set<number>();

  constructor(text: string, flags: PatternFlags) {
    this.#points = Array.from(text);
    this.#flags = flags;
  }

  get isDone(): boolean {
    return this.#at >= this.#points.length;
  }

  get rest(): string {
    return this.#points.slice(this.#at, this.#at + 10).join('');
  }

  #peek(ahead = 0): string {
    return this.#points[this.#at + ahead] ?? '';
  }

  #take(sign: string): boolean {
    if (this.#peek() !== sign) return false;
    this.#at++;
    return true;
  }

  #expect(sign: string): void {
    if (!this.#take(sign)) throw new PatternFault(`'${sign}' is missing in the pattern`);
  }

  alternatives(depth: number): PatternNode {
    if (depth > DEPTH_MAX) throw new PatternFault('the groups of the pattern nest too deep');
    const branches = [this.#sequence(depth)];
    while (this.#take('|')) branches.push(this.#sequence(depth));
    return branches.length === 1 ? branches[0]! : { kind: 'either', branches };
  }

  #sequence(depth: number): PatternNode {
    const nodes: PatternNode[] = [];
    while (!this.isDone && this.#peek() !== '|' && this.#peek() !== ')') {
      nodes.push(this.#quantified(this.#atom(depth)));
    }
    return { kind: 'sequence', nodes };
  }

  #quantified(of: PatternNode): PatternNode {
    const bounds = this.#quantifier();
    if (bounds === undefined) return of;
    const [min, max] = bounds;
    return { kind: 'repeat', of, min, max, isGreedy: !this.#take('?') };
  }

  #quantifier(): readonly [number, number] | undefined {
    if (this.#take('?')) return [0, 1];
    if (this.#take('*')) return [0, Number.POSITIVE_INFINITY];
    if (this.#take('+')) return [1, Number.POSITIVE_INFINITY];
    if (!this.#take('{')) return undefined;
    const min = this.#count();
    const max = this.#take(',')
      ? this.#peek() === '}'
        ? Number.POSITIVE_INFINITY
        : this.#count()
      : min;
    this.#expect('}');
    if (max < min) throw new PatternFault('a quantifier of the pattern ends before it starts');
    return [min, max];
  }

  #count(): number {
    const digits = this.#digits();
    const count = Number(digits);
    if (digits === '' || count > REPEATS_MAX) {
      throw new PatternFault(`a quantifier of the pattern is a number up to ${REPEATS_MAX}`);
    }
    return count;
  }

  #digits(): string {
    const from = this.#at;
    while (/^[0-9]$/.test(this.#peek())) this.#at++;
    return this.#points.slice(from, this.#at).join('');
  }

  #atom(depth: number): PatternNode {
    if (this.#take('(')) return this.#group(depth);
    if (this.#take('[')) return { kind: 'one', test: this.#class(0) };
    if (this.#take('^')) return { kind: 'start' };
    if (this.#take('$')) return { kind: 'end' };
    if (this.#take('.')) return { kind: 'one', test: this.#dot() };
    if (this.#take('\\')) return this.#escape();
    const sign = this.#peek();
    if (SPECIAL.includes(sign)) throw new PatternFault(`'${sign}' cannot stand in the pattern`);
    this.#at++;
    return { kind: 'one', test: this.#literal(sign) };
  }

  #dot(): CharacterTest {
    return this.#flags.isDotAll ? () => true : (sign) => sign !== '\n' && sign !== '\r';
  }

  #group(depth: number): PatternNode {
    const isSilent = this.#peek() === '?' && this.#peek(1) === ':';
    if (isSilent) this.#at += 2;
    const group = isSilent ? undefined : ++this.groups;
    const of = this.alternatives(depth + 1);
    this.#expect(')');
    if (group !== undefined) this.#closed.add(group);
    return { kind: 'group', group, of };
  }

  /** A back-reference takes as many digits as still name a group. */
  #escape(): PatternNode {
    if (!/^[0-9]$/.test(this.#peek())) return { kind: 'one', test: this.#escapedTest() };
    let group = Number(this.#peek());
    this.#at++;
    while (/^[0-9]$/.test(this.#peek()) && group * 10 + Number(this.#peek()) <= this.groups) {
      group = group * 10 + Number(this.#peek());
      this.#at++;
    }
    if (!this.#closed.has(group)) throw new PatternFault(`the pattern has no group ${group} there`);
    return { kind: 'back', group };
  }

  /** What stands behind a backslash, as a test of one character. */
  #escapedTest(): CharacterTest {
    const sign = this.#peek();
    this.#at++;
    if (sign === 'p' || sign === 'P') return this.#property(sign === 'P');
    const known = classEscape(sign);
    if (known !== undefined) return known;
    return this.#literal(this.#escapedLiteral(sign));
  }

  #escapedLiteral(sign: string): string {
    const control = { n: '\n', r: '\r', t: '\t' }[sign];
    if (control !== undefined) return control;
    if (sign !== '' && `${SPECIAL}-`.includes(sign)) return sign;
    throw new PatternFault(`'\\${sign}' is no escape of a pattern`);
  }

  #property(isNegative: boolean): CharacterTest {
    this.#expect('{');
    const from = this.#at;
    while (!this.isDone && this.#peek() !== '}') this.#at++;
    const name = this.#points.slice(from, this.#at).join('');
    this.#expect('}');
    const test = propertyTest(name);
    if (test === undefined) throw new PatternFault(`'${name}' is no category or block`);
    return isNegative ? (sign) => !test(sign) : test;
  }

  /** A character class, its opening bracket taken; with what it subtracts. */
  #class(depth: number): CharacterTest {
    if (depth > DEPTH_MAX) throw new PatternFault('the classes of the pattern nest too deep');
    const isNegative = this.#take('^');
    const tests: CharacterTest[] = [];
    let subtracted: CharacterTest | undefined;
    while (this.#peek() !== ']' || tests.length === 0) {
      if (this.#peek() === '-' && this.#peek(1) === '[') {
        this.#at += 2;
        subtracted = this.#class(depth + 1);
        break;
      }
      tests.push(this.#classPart());
    }
    this.#expect(']');
    const isAny: CharacterTest = (sign) => tests.some((test) => test(sign)) !== isNegative;
    const minus = subtracted;
    return minus === undefined ? isAny : (sign) => isAny(sign) && !minus(sign);
  }

  /** A range, an escape or a single character of a class. */
  #classPart(): CharacterTest {
    if (this.isDone) throw new PatternFault("']' is missing in the pattern");
    if (this.#peek() === '\\' && !this.#isLiteralEscape()) {
      this.#at++;
      return this.#escapedTest();
    }
    const from = this.#classLiteral();
    if (this.#peek() !== '-' || this.#peek(1) === ']' || this.#peek(1) === '[') {
      return this.#literal(from);
    }
    this.#at++;
    const to = this.#classLiteral();
    if (to.codePointAt(0)! < from.codePointAt(0)!) {
      throw new PatternFault(`'${from}-${to}' ends before it starts`);
    }
    return this.#range(from.codePointAt(0)!, to.codePointAt(0)!);
  }

  /** Whether the escape stands for one character, which may start a range. */
  #isLiteralEscape(): boolean {
    return /^[nrt.\\?*+{}()[\]|^$-]$/.test(this.#peek(1));
  }

  #classLiteral(): string {
    const sign = this.#peek();
    if (sign === '' || sign === '[' || sign === ']') {
      throw new PatternFault(`'${sign}' cannot stand in a class of the pattern`);
    }
    this.#at++;
    if (sign !== '\\') return sign;
    const escaped = this.#peek();
    this.#at++;
    return this.#escapedLiteral(escaped);
  }

  #literal(wanted: string): CharacterTest {
    if (!this.#flags.ignoresCase) return (sign) => sign === wanted;
    const variants = variantsOf(wanted);
    return (sign) => variantsOf(sign).some((variant) => variants.includes(variant));
  }

  #range(from: number, to: number): CharacterTest {
    const isWithin: CharacterTest = (sign) => {
      const point = sign.codePointAt(0)!;
      return point >= from && point <= to;
    };
    return this.#flags.ignoresCase ? (sign) => variantsOf(sign).some(isWithin) : isWithin;
  }
}

/** The character, and what it is in the other case. */
function variantsOf(sign: string): string[] {
  const lower = sign.toLowerCase();
  return [sign, lower, sign.toUpperCase(), lower.toUpperCase()];
}
