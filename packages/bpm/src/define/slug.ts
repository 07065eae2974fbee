/**
 * Ids out of names: `'In stock?'` → `In-stock`, by one rule for the run and for the types.
 *
 * The characters below part words and become one hyphen, at the ends they vanish; all else stays
 * as it is, so an id is its own slug. The rule is that small because the compiler has to follow it,
 * letter by letter, to know what `onTimer('approve', …)` may name.
 */

/** What parts the words of a name. */
type Separator =
  | (' ' | '\t' | '\n' | '!' | '"' | '#' | '$' | '%' | '&' | "'" | '(' | ')' | '*' | '+' | ',')
  | ('/' | ':' | ';' | '<' | '=' | '>' | '?' | '@' | '[' | '\\' | ']' | '^' | '`' | '{' | '|')
  | ('}' | '~');

const separators: ReadonlySet<string> = new Set(' \t\n!"#$%&\'()*+,/:;<=>?@[\\]^`{|}~');

/**
 * The id of a name, as the compiler sees it.
 *
 * @example
 * type Id = Slug<'Check the order'>; // 'Check-the-order'
 */
export type Slug<Name extends string, Done extends string = ''> = string extends Name
  ? string
  : Name extends `${infer First}${infer Rest}`
    ? First extends Separator
      ? Slug<Rest, Done extends '' | `${string}-` ? Done : `${Done}-`>
      : Slug<Rest, `${Done}${First}`>
    : Done extends `${infer Trimmed}-`
      ? Trimmed
      : Done;

/**
 * The id of a name. Whether it is one that a definition may have is for `elementId` to say.
 *
 * @example
 * slug('In stock?') // => 'In-stock'
 */
export function slug(name: string): string {
  let done = '';
  for (const sign of name) {
    if (!separators.has(sign)) done += sign;
    else if (done !== '' && !done.endsWith('-')) done += '-';
  }
  return done.endsWith('-') ? done.slice(0, -1) : done;
}
