/**
 * Promotions: what is taken off, and when.
 */
import * as z from 'zod';
import { checkGiven } from '../check-given.ts';
import { checkPredicate } from '../predicate/check-predicate.ts';
import type { FieldKinds } from '../predicate/field-kinds.ts';
import { predicate } from '../predicate/predicate.ts';

const id = z.string().min(1).max(64);
const amount = z
  .string()
  .regex(/^\d{1,24}(\.\d{1,18})?$/, 'must be a decimal as text, not below 0');
const percent = z
  .string()
  .regex(/^(100(\.0+)?|\d{1,2}(\.\d{1,10})?)$/, 'must be a percentage as text, 0 to 100');
const taxMode = z.enum(['net', 'gross']);
const pieces = z.int().min(1);

/** What conditions of lines may ask. */
export const lineKinds: FieldKinds = {
  id: 'text',
  product: 'text',
  family: 'text',
  quantity: 'decimal',
  tags: 'list',
};

/** What conditions of orders may ask. */
export const orderKinds: FieldKinds = {
  account: 'text',
  group: 'text',
  contract: 'text',
  date: 'day',
  currency: 'text',
  channel: 'text',
};

/** Which lines; all of them when left out. */
const lines = predicate.optional();

const condition = z.discriminatedUnion('kind', [
  /**
   * What the running order has of items, of shipping or of both is worth at least so much, by the
   * tax mode. `lines` picks among the items.
   */
  z.strictObject({
    kind: z.literal('amount'),
    of: z.enum(['items', 'shipping', 'all']).default('items'),
    atLeast: amount,
    taxMode,
    lines,
  }),
  /** A line has at least so many units that are paid; with `isTogether` all lines together. */
  z.strictObject({
    kind: z.literal('quantity'),
    atLeast: amount,
    lines,
    isTogether: z.boolean().default(false),
  }),
  /** Something of the order itself: who buys, when, by which channel. */
  z.strictObject({ kind: z.literal('order'), where: predicate }),
]);

/**
 * Off the unit price of `items`, off each of the `lines` once, off all items of the `order` as a
 * whole, or off `shipping`.
 */
const scope = z.enum(['items', 'lines', 'order', 'shipping']);

const action = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('percent'),
    of: scope,
    percent,
    lines,
    /** The most that is taken off, by the tax mode. */
    cap: z.strictObject({ amount, taxMode }).optional(),
  }),
  /** In the prices' tax mode. */
  z.strictObject({
    kind: z.literal('amount'),
    of: scope,
    amount,
    lines,
  }),
  /** The whole order, without shipping, costs so much, in the prices' tax mode. */
  z.strictObject({ kind: z.literal('orderPrice'), amount }),
  /**
   * `extra`: free units come on top of the bought ones. `included`: they are among those in the
   * order. Of another product with `product`; `extra` ones need not be in the order.
   */
  z.strictObject({
    kind: z.literal('buyGet'),
    mode: z.enum(['extra', 'included']),
    buy: pieces,
    get: pieces,
    lines,
    product: id.optional(),
  }),
]);

/** A promotion. */
export const promotion = z.strictObject({
  id,
  /** Lower ones go first; of equals, by id. */
  priority: z.int().default(0),
  /** Only for who brings it. */
  coupon: id.optional(),
  validFrom: z.iso.date().optional(),
  validTo: z.iso.date().optional(),
  /** All of them, on the running order. */
  when: z.array(condition).default([]),
  action,
});

/** A promotion in force. */
export type Promotion = z.output<typeof promotion>;
/** A promotion as it is written. */
export type PromotionInput = z.input<typeof promotion>;
/** What a promotion does. */
export type PromotionAction = Promotion['action'];
/** When a promotion holds. */
export type PromotionCondition = Promotion['when'][number];

/**
 * Checks promotions, and puts them in the order in which they go.
 *
 * @throws CrmError CRM_INVALID_DEFINITION, CRM_INVALID_PREDICATE — every fault with its path
 */
export function definePromotions(inputs: readonly PromotionInput[]): Promotion[] {
  const about = { code: 'CRM_INVALID_DEFINITION', what: 'The promotions' } as const;
  const checked = checkGiven(z.array(promotion), inputs, about, (all) =>
    all.flatMap((one, at) =>
      all.findIndex((other) => other.id === one.id) < at
        ? [{ path: `${at}.id`, message: `'${one.id}' is there twice` }]
        : [],
    ),
  );
  for (const { when, action: does } of checked) {
    for (const part of when) {
      if (part.kind === 'order') checkPredicate(part.where, orderKinds);
      else if (part.lines !== undefined) checkPredicate(part.lines, lineKinds);
    }
    if ('lines' in does && does.lines !== undefined) checkPredicate(does.lines, lineKinds);
  }
  return checked.sort((a, b) => a.priority - b.priority || (a.id < b.id ? -1 : 1));
}
