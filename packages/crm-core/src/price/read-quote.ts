/**
 * Reading a quote that is to be priced.
 *
 * Lines that are surely in order are read by hand, in a seventh of the time the schema takes for
 * them. The schema stays the judge: it reads the rest, and all of a quote in which anything is not
 * surely in order, so that every fault is told by it.
 */
import { checkGiven, parseGiven } from '../check-given.ts';
import {
  type QuoteInput,
  quoteInput,
  quoteLine,
  type QuotePricing,
  written,
} from './quote-input.ts';

type GivenLine = QuoteInput['lines'][number];
type QuoteLine = QuotePricing['lines'][number];

/**
 * The quote, checked, with what was left out.
 *
 * @throws CrmError CRM_INVALID_INPUT — every fault of the quote, with its path
 */
export function readQuote(input: QuoteInput): QuotePricing {
  return plainQuote(input) ?? checkGiven(quoteInput, input, about);
}

const about = { code: 'CRM_INVALID_INPUT', what: 'The quote' } as const;

/** The quote, where it is surely in order. */
function plainQuote(input: QuoteInput): QuotePricing | undefined {
  if (!isPlainObject(input) || !Array.isArray(input.lines)) return undefined;
  if (input.lines.length > written.linesMax) return undefined;
  const ids = new Set<string>();
  const lines: QuoteLine[] = [];
  for (const given of input.lines as readonly GivenLine[]) {
    const line = plainLine(given);
    if (line === undefined || ids.has(line.id)) return undefined;
    ids.add(line.id);
    lines.push(line);
  }
  const rest = parseGiven(quoteInput, { ...input, lines: [] });
  if (!rest?.success || rest.data.shipping.some(({ id }) => ids.has(id))) return undefined;
  return { ...rest.data, lines };
}

const lineKeys: ReadonlySet<string> = new Set(Object.keys(quoteLine.shape));
const NO_TAXES: readonly string[] = [];

function plainLine(given: GivenLine): QuoteLine | undefined {
  if (!isPlainObject(given)) return undefined;
  for (const key in given) if (!lineKeys.has(key)) return undefined;
  const { id, product, family, tags, description, quantity, unit, unitPrice } = given;
  const { discountPercent, discountAmount, taxes = NO_TAXES, taxCode } = given;
  const isPlain =
    isId(id) &&
    isId(product) &&
    (family === undefined || isId(family)) &&
    (tags === undefined || areAll(tags, isString)) &&
    (description === undefined || isText(description, written.descriptionMax)) &&
    isWritten(quantity, written.number) &&
    (unit === undefined || isText(unit, written.unitMax)) &&
    (unitPrice === undefined || isWritten(unitPrice, written.positive)) &&
    (discountPercent === undefined || isWritten(discountPercent, written.percent)) &&
    (discountAmount === undefined || isWritten(discountAmount, written.positive)) &&
    (discountPercent === undefined || discountAmount === undefined) &&
    (taxes === NO_TAXES || areAll(taxes, isId)) &&
    (taxCode === undefined || isId(taxCode));
  if (!isPlain) return undefined;
  return {
    id,
    product,
    family,
    tags,
    description,
    quantity,
    unit,
    unitPrice,
    discountPercent,
    discountAmount,
    taxes,
    taxCode,
  };
}

/** Own members only: what is inherited is for the schema to judge. */
const isPlainObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;

const isText = (value: unknown, most: number): boolean =>
  typeof value === 'string' && value.length <= most;

const isId = (value: unknown): boolean =>
  typeof value === 'string' && value.length > 0 && value.length <= written.idMax;

const isString = (value: unknown): boolean => typeof value === 'string';

/** Whether it is a list of nothing else; what is missing in it (`[, 'VAT']`) is something else. */
function areAll(values: unknown, test: (value: unknown) => boolean): boolean {
  if (!Array.isArray(values)) return false;
  for (const value of values) if (!test(value)) return false;
  return true;
}

const isWritten = (value: unknown, form: RegExp): boolean =>
  typeof value === 'string' && form.test(value);
