/**
 * Coded errors: one class per package, a closed map of codes, matched by code and brand.
 *
 * Two copies of a package in one tree (ESM beside CJS, two versions) make two classes, so
 * `instanceof` lies. A `Symbol.for` brand and a code do not. Each code has its details and one
 * message function, so that a message always names the thing at fault and the remedy.
 */

const brandOf = (name: string): symbol => Symbol.for(`kontor.error.${name}`);

/**
 * An error of one family: `code` says what happened, `details` names the things, `message` the
 * remedy.
 */
export interface CodedError<Details, Code extends keyof Details = keyof Details> extends Error {
  readonly code: Code;
  readonly details: Details[Code];
}

/** How each code of a family speaks: the fault and the remedy, from the details. */
export type ErrorMessages<Details> = {
  readonly [Code in keyof Details]: (details: Details[Code]) => string;
};

/** The class of one family, and its test that is safe across copies. */
export interface CodedErrorClass<Details> {
  new <Code extends keyof Details>(
    code: Code,
    details: Details[Code],
    options?: { readonly cause?: unknown },
  ): CodedError<Details, Code>;
  /**
   * Whether `error` is of this family, and of this code when one is given. Never use `instanceof`.
   */
  is<Code extends keyof Details = keyof Details>(
    error: unknown,
    code?: Code,
  ): error is CodedError<Details, Code>;
}

/**
 * Makes the error class of a package from its closed map of codes.
 *
 * @example
 * type MrpErrorDetails = { MRP_UNKNOWN_ITEM: { item: string } };
 * const MrpError = codedErrors<MrpErrorDetails>('MrpError', {
 *   MRP_UNKNOWN_ITEM: ({ item }) => `Item '${item}' is not in the model: add it to items.`,
 * });
 * MrpError.is(new MrpError('MRP_UNKNOWN_ITEM', { item: 'x' }), 'MRP_UNKNOWN_ITEM') // => true
 */
export function codedErrors<Details>(
  name: string,
  messages: ErrorMessages<Details>,
): CodedErrorClass<Details> {
  const brand = brandOf(name);
  class Coded<Code extends keyof Details> extends Error {
    readonly code: Code;
    readonly details: Details[Code];
    constructor(code: Code, details: Details[Code], options?: { readonly cause?: unknown }) {
      super(messages[code](details), options);
      this.name = name;
      this.code = code;
      this.details = details;
      Object.defineProperty(this, brand, { value: true });
    }
    static is(error: unknown, code?: keyof Details): boolean {
      if (typeof error !== 'object' || error === null || !(brand in error)) return false;
      return code === undefined || (error as { code?: unknown }).code === code;
    }
  }
  return Coded as unknown as CodedErrorClass<Details>;
}
