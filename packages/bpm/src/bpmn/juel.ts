/**
 * JUEL to FEEL: the expressions `${…}` of Camunda 7 and Flowable, as far as they only compare and
 * compute. Calls of methods and beans have no counterpart: those stay in their language.
 *
 * Method: operator precedence, as in the Expression Language specification 3.0, 1.14.
 */

/** A FEEL text for what stands between `${` and `}`; undefined where there is none. */
export function juelToFeel(text: string): string | undefined {
  const tokens = tokensOf(text);
  if (tokens === undefined) return undefined;
  const reading = new JuelReading(tokens);
  const feel = reading.expression(0, 0);
  return feel !== undefined && reading.isAtEnd ? feel : undefined;
}

/**
 * A FEEL text for a whole value: `${a}` alone is an expression, mixed with words it is a
 * concatenation. Undefined where a part of it has no counterpart.
 */
export function templateToFeel(text: string): string | undefined {
  const alone = /^\s*[$#]\{([^{}]*)\}\s*$/.exec(text);
  if (alone !== null) return juelToFeel(alone[1]!);
  const parts = text.split(/([$#]\{[^{}]*\})/).filter((part) => part !== '');
  const feel = parts.map((part) => {
    if (!/^[$#]\{/.test(part)) return JSON.stringify(part);
    const value = juelToFeel(part.slice(2, -1));
    return value === undefined ? undefined : `string(${value})`;
  });
  return feel.includes(undefined) ? undefined : feel.join(' + ');
}

/** Whether a text holds JUEL. */
export const isJuel = (text: string): boolean => /[$#]\{/.test(text);

const PARTS = [
  /(\d+(?:\.\d+)?)/,
  /("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')/,
  /([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)/,
  /(==|!=|<=|>=|&&|\|\||[-+*/%<>!?:()])/,
];
const TOKEN = new RegExp(`\\s*(?:${PARTS.map(({ source }) => source).join('|')})`, 'y');

function tokensOf(text: string): string[] | undefined {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.trimEnd().length) {
    const found = TOKEN.exec(text);
    if (found === null) return undefined;
    tokens.push(found[0].trim());
  }
  return tokens;
}

/** Words of JUEL that are signs in other clothes. */
const WORDS: Readonly<Record<string, string>> = {
  eq: '==',
  ne: '!=',
  lt: '<',
  gt: '>',
  le: '<=',
  ge: '>=',
  and: '&&',
  or: '||',
  div: '/',
  mod: '%',
};

/** Binding power and FEEL's sign. */
const OPERATORS: Readonly<Record<string, readonly [number, string]>> = {
  '||': [2, 'or'],
  '&&': [3, 'and'],
  '==': [4, '='],
  '!=': [4, '!='],
  '<': [5, '<'],
  '>': [5, '>'],
  '<=': [5, '<='],
  '>=': [5, '>='],
  '+': [6, '+'],
  '-': [6, '-'],
  '*': [7, '*'],
  '/': [7, '/'],
  '%': [7, '%'],
};

const MOST_DEPTH = 100;

class JuelReading {
  readonly #tokens: readonly string[];
  #at = 0;
  /** Whether what was read last is a comparison: FEEL has no chains of those. */
  #compares = false;

  constructor(tokens: readonly string[]) {
    this.#tokens = tokens;
  }

  get isAtEnd(): boolean {
    return this.#at === this.#tokens.length;
  }

  /** An expression whose operators bind tighter than `least`. */
  expression(least: number, depth: number): string | undefined {
    let left = this.#operand(depth);
    while (left !== undefined) {
      const sign = this.#peek();
      if (sign === '?' && least < 1) {
        left = this.#conditional(left, depth);
        continue;
      }
      const operator = OPERATORS[sign];
      if (operator === undefined || operator[0] <= least) return left;
      left = this.#binary(left, operator, depth);
    }
    return undefined;
  }

  #binary(
    left: string,
    [power, sign]: readonly [number, string],
    depth: number,
  ): string | undefined {
    this.#at++;
    const isComparison = power === 4 || power === 5;
    const first = isComparison && this.#compares ? `(${left})` : left;
    const right = this.expression(power, depth + 1);
    if (right === undefined) return undefined;
    const second = isComparison && this.#compares ? `(${right})` : right;
    this.#compares = isComparison;
    return sign === '%' ? `modulo(${first}, ${second})` : `${first} ${sign} ${second}`;
  }

  #peek(): string {
    const token = this.#tokens[this.#at] ?? '';
    return Object.hasOwn(WORDS, token) ? WORDS[token]! : token;
  }

  #take(token: string): boolean {
    if (this.#tokens[this.#at] !== token) return false;
    this.#at++;
    return true;
  }

  #conditional(condition: string, depth: number): string | undefined {
    this.#at++;
    this.#compares = false;
    const yes = this.expression(0, depth + 1);
    if (yes === undefined || !this.#take(':')) return undefined;
    const no = this.expression(0, depth + 1);
    return no === undefined ? undefined : `if ${condition} then ${yes} else ${no}`;
  }

  #operand(depth: number): string | undefined {
    if (depth > MOST_DEPTH) return undefined;
    const token = this.#tokens[this.#at++];
    if (token === undefined) return undefined;
    if (token === '(') {
      const inner = this.expression(0, depth + 1);
      this.#compares = false;
      return inner !== undefined && this.#take(')') ? `(${inner})` : undefined;
    }
    if (token === '!' || token === 'not') return this.#wrapped(depth, (of) => `not(${of})`);
    if (token === '-') return this.#wrapped(depth, (of) => `-${of}`);
    if (token === 'empty') {
      return this.#wrapped(depth, (of) => `(${of} = null or ${of} = "" or ${of} = [])`);
    }
    return this.#leaf(token);
  }

  #wrapped(depth: number, wrap: (operand: string) => string): string | undefined {
    const operand = this.#operand(depth + 1);
    this.#compares = false;
    return operand === undefined ? undefined : wrap(operand);
  }

  #leaf(token: string): string | undefined {
    this.#compares = false;
    if (/^\d/.test(token)) return token;
    if (/^["']/.test(token)) return JSON.stringify(token.slice(1, -1).replace(/\\(.)/g, '$1'));
    // A name before '(' is a call.
    return /^[A-Za-z_]/.test(token) && this.#peek() !== '(' ? token : undefined;
  }
}
