/**
 * Who may see, create, change and remove which records.
 *
 * A policy is a list of rules that grant; what no rule grants is refused. Conditions are those of
 * the one language (predicate/), with `{ param: 'me' }` for the user and further parameters that
 * the actor brings, so they hold for a record in memory, for a scan and for SQL alike.
 */
import type { Json } from '@kontor/kernel';
import * as z from 'zod';
import type { Actor, System } from '../actor.ts';
import { checkGiven } from '../check-given.ts';
import { checkPredicate } from '../predicate/check-predicate.ts';
import { compilePredicate } from '../predicate/compile-predicate.ts';
import { type Predicate, predicate } from '../predicate/predicate.ts';
import type { CrmObject } from './crm-object.ts';
import { fieldKindsOf } from './field-kinds.ts';
import type { CrmRecord } from './record.ts';

const policyAction = z.enum(['read', 'create', 'change', 'remove']);

/** What may be done with a record. */
export type PolicyAction = z.output<typeof policyAction>;

/** A rule of a policy: what it grants, to whom, on which records. */
export const policyRule = z.strictObject({
  /** The object's name, or `*`. */
  object: z.string().min(1),
  actions: z.array(policyAction).min(1),
  /** Any of these; everyone when left out. */
  roles: z.array(z.string().min(1)).optional(),
  /** Every record when left out. */
  where: predicate.optional(),
});

/** A rule as it is written. */
export interface PolicyRule {
  readonly object: string;
  readonly actions: readonly PolicyAction[];
  readonly roles?: readonly string[] | undefined;
  readonly where?: Predicate | undefined;
}

/** A policy, ready to be asked. */
export interface RowPolicy {
  /** Whether the actor may do this with the record, as it is. The system may do everything. */
  allows(actor: Actor | System, action: PolicyAction, record: CrmRecord): boolean;
  /** The same for many records of an object. */
  filter(
    actor: Actor | System,
    action: PolicyAction,
    object: string,
  ): (record: CrmRecord) => boolean;
  /**
   * What a record of the object has to fulfil, as one condition to and with another one; undefined
   * where everything is granted. Parameters are those of the actor, and `me`.
   */
  condition(actor: Actor | System, action: PolicyAction, object: string): Predicate | undefined;
}

/** No rules: everyone may do everything. */
export const openPolicy: RowPolicy = {
  allows: () => true,
  filter: () => () => true,
  condition: () => undefined,
};

type Test = (record: CrmRecord, at: { readonly params: Readonly<Record<string, Json>> }) => boolean;

interface CompiledRule {
  readonly actions: readonly PolicyAction[];
  readonly roles: readonly string[] | undefined;
  readonly where: Predicate | undefined;
  readonly test: Test | undefined;
}

/**
 * A policy of rules.
 *
 * @throws CrmError CRM_INVALID_DEFINITION — every fault of every rule, with its path
 * @example
 * rowPolicy([
 *   { object: '*', actions: ['read'], roles: ['manager'] },
 *   { object: 'opportunity', actions: ['read', 'change'], where: field('owner').eq(param('me')) },
 * ], objects)
 */
export function rowPolicy(rules: readonly PolicyRule[], objects: readonly CrmObject[]): RowPolicy {
  const about = { code: 'CRM_INVALID_DEFINITION', what: 'The policy' } as const;
  const checked = checkGiven(z.array(policyRule), rules, about);
  const byObject = new Map(
    objects.map((object) => [object.name, rulesOf(object, checked)] as const),
  );
  const granted = (actor: Actor, action: PolicyAction, object: string): CompiledRule[] =>
    (byObject.get(object) ?? []).filter(
      (rule) =>
        rule.actions.includes(action) &&
        (rule.roles === undefined || rule.roles.some((role) => actor.roles?.includes(role))),
    );
  const filter: RowPolicy['filter'] = (actor, action, object) => {
    if ('system' in actor) return () => true;
    const found = granted(actor, action, object);
    if (found.some(({ test }) => test === undefined)) return () => true;
    const at = { params: paramsOf(actor) };
    return (record) => found.some(({ test }) => test!(record, at));
  };
  return {
    filter,
    allows: (actor, action, record) => filter(actor, action, record.object)(record),
    condition: (actor, action, object) => {
      if ('system' in actor) return undefined;
      const found = granted(actor, action, object);
      return found.some(({ where }) => where === undefined)
        ? undefined
        : { or: found.map(({ where }) => where!) };
    },
  };
}

/** What conditions of a policy are told of an actor. */
export const paramsOf = (actor: Actor | System): Readonly<Record<string, Json>> =>
  'system' in actor ? {} : { ...actor.params, me: actor.user };

function rulesOf(object: CrmObject, rules: readonly z.output<typeof policyRule>[]): CompiledRule[] {
  const kinds = fieldKindsOf(object);
  return rules
    .filter((rule) => rule.object === '*' || rule.object === object.name)
    .map(({ actions, roles, where }) => {
      const checked = where === undefined ? undefined : checkPredicate(where, kinds);
      const test = checked === undefined ? undefined : compilePredicate(checked, kinds);
      return { actions, roles, where: checked, test: test as Test | undefined };
    });
}
