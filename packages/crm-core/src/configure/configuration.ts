/**
 * A configuration: choices, and what they leave. It never changes; choosing gives another one.
 *
 * Every value it offers is in at least one complete valid configuration with all choices, so nobody
 * is led into a dead end. All answers are exact.
 */
import { assert, currency, fixedText } from '@kontor/kernel';
import { CrmError } from '../errors.ts';
import { allowedOf } from './allowed-values.ts';
import { type CompiledProduct, cheapest, dearest, valueCosts } from './compiled-product.ts';
import type { OptionValue } from './condition.ts';
import { completable } from './completable.ts';
import { countWays, totalWays, type Ways } from './count-ways.ts';
import { type Domains, domainsOf } from './domains-of.ts';
import { explainConflict, type PlacedChoice } from './explain-conflict.ts';
import { fewestDropped } from './fewest-dropped.ts';
import { cheapestPlaces, leastCosts, type Objective, totalCost } from './least-costs.ts';
import { placeChoice, placeChoices, placeOfVariable } from './place-choices.ts';
import { type PriceBounds, priceBounds, totalBounds } from './price-bounds.ts';
import { type Support, supportOf } from './support.ts';
import type { Allowed, Reach } from './walk-up.ts';

/** A value that was chosen. */
export interface Choice<Id extends string = string> {
  readonly variable: Id;
  readonly value: OptionValue;
}

/** Choices to make: `{ frame: 'alu', rack: 1 }`. */
export type ChoicesOf<Id extends string> = Readonly<Partial<Record<Id, OptionValue>>>;

/** What cannot all hold; without any one of these the rest can. */
export interface Conflict<Id extends string = string> {
  readonly rules: readonly { readonly id: string; readonly text: string }[];
  readonly choices: readonly Choice<Id>[];
}

/** A bound of a sum over all completions, as exact decimal text. */
export interface Between {
  readonly min: string;
  readonly max: string;
}

/**
 * How to complete: by price; with as many `default` values of the model as possible; or with as
 * many of these values as possible. Of equals the cheapest.
 */
export type CompleteBy<Id extends string> = 'cheapest' | 'dearest' | 'defaults' | ChoicesOf<Id>;

/** What was walked for an earlier configuration: later ones start from it. */
interface Walked {
  readonly rests: Reach;
  readonly support: Support;
  domains?: Domains;
  bounds?: PriceBounds;
  ways?: Ways;
}

/** An immutable configuration. */
export class Configuration<Id extends string = string> {
  readonly #compiled: CompiledProduct;
  readonly #placed: readonly PlacedChoice[];
  readonly #allowed: Allowed;
  readonly #walked: Walked;
  /** The walks of the configuration before, and the variables chosen since. */
  readonly #before: { readonly walked: Walked; readonly changed: readonly number[] } | undefined;
  /** The walks in which nothing is chosen. */
  readonly #first: Walked;

  private constructor(
    compiled: CompiledProduct,
    placed: readonly PlacedChoice[],
    first?: Walked,
    before?: { readonly walked: Walked; readonly changed: readonly number[] },
  ) {
    this.#compiled = compiled;
    this.#placed = placed;
    const { diagram } = compiled;
    const { walked, changed = [] } = before ?? {};
    this.#allowed = allowedOf(compiled, placed, walked?.support.offered);
    const start = walked && {
      reach: walked.support.reach,
      earlier: { result: walked.rests, changed },
    };
    const rests = completable(diagram, this.#allowed, start);
    const earlier = walked && { support: walked.support, changed };
    const support = supportOf(diagram, this.#allowed, rests, earlier);
    this.#walked = { rests, support };
    this.#before = before;
    this.#first = first ?? this.#walked;
  }

  /**
   * The configuration of a product in which nothing is chosen.
   *
   * Its domains, prices and count are walked with it, which is little beside compiling: every other
   * configuration can start from them.
   */
  static start<Id extends string>(compiled: CompiledProduct): Configuration<Id> {
    const first = new Configuration<Id>(compiled, []);
    first.#domains();
    first.#ways();
    first.#bounds();
    return first;
  }

  /** What was chosen, oldest first. */
  get choices(): readonly Choice<Id>[] {
    return this.#placed.map((choice) => this.#named(choice));
  }

  /** By variable: the values that a complete valid configuration with all choices may have. */
  get domains(): Readonly<Record<Id, readonly OptionValue[]>> {
    return this.#domains();
  }

  /** The values of variables that have one left: chosen, or implied by what was. */
  get values(): Readonly<Partial<Record<Id, OptionValue>>> {
    const decided = Object.entries(this.#domains()).filter(([, values]) => values.length === 1);
    const values = decided.map(([id, [value]]) => [id, value]);
    return Object.fromEntries(values) as Partial<Record<Id, OptionValue>>;
  }

  /** Whether every variable has one value. */
  get isComplete(): boolean {
    const { variables } = this.#compiled.product;
    return variables.every((_, variable) => !this.#isOpen(variable));
  }

  /** The variables that have several values yet. */
  get open(): readonly Id[] {
    const { variables } = this.#compiled.product;
    return variables.filter((_, variable) => this.#isOpen(variable)).map(({ id }) => id as Id);
  }

  /** How many complete valid configurations there are with all choices. */
  get count(): bigint {
    return totalWays(this.#compiled.diagram, this.#ways());
  }

  /** What the cheapest and the dearest completion cost, with all decimals of the currency. */
  get price(): { readonly currency: string; readonly cheapest: string; readonly dearest: string } {
    const { diagram, product } = this.#compiled;
    const fixed = product.basePrice + BigInt(diagram.fixedPrice);
    const unit = currency(product.data.currency);
    const text = (minor: number): string => fixedText(fixed + BigInt(minor), unit.exponent);
    const bounds = totalBounds(diagram, this.#bounds());
    return {
      currency: unit.code,
      cheapest: text(bounds.cheapest),
      dearest: text(bounds.dearest),
    };
  }

  /** By attribute: the least and the greatest sum of any completion. */
  get totals(): Readonly<Record<string, Between>> {
    const { attributes } = this.#compiled;
    const entries = attributes.map(({ name, decimals, weights }) => {
      const least = (sign: bigint): bigint => this.#leastSum(weights, sign) * sign;
      const [min, max] = [fixedText(least(1n), decimals), fixedText(least(-1n), decimals)];
      return [name, { min, max }] as const;
    });
    return Object.fromEntries(entries);
  }

  /**
   * With these choices as well. A variable that was chosen before is chosen anew.
   *
   * @throws CrmError CRM_CONFIGURATION_CONFLICT — a value that is not offered, and why
   * @throws CrmError CRM_UNKNOWN_OPTION — no such variable or value
   */
  choose(choices: ChoicesOf<Id>): Configuration<Id> {
    return placeChoices(this.#compiled.product, choices).reduce<Configuration<Id>>(
      (made, wish) => made.#with(wish),
      this,
    );
  }

  /** Without the choices of these variables; of all when none is named. */
  undo(...variables: readonly Id[]): Configuration<Id> {
    const undone = new Set(variables.map((id) => placeOfVariable(this.#compiled.product, id)));
    const isKept = ({ variable }: PlacedChoice): boolean => !undone.has(variable);
    const kept = variables.length === 0 ? [] : this.#placed.filter(isKept);
    return this.#anew(kept);
  }

  /**
   * The new choices win: older ones are dropped, as few as possible, of equals the oldest.
   *
   * @throws CrmError CRM_CONFIGURATION_CONFLICT — they are against the rules by themselves
   * @throws CrmError CRM_UNKNOWN_OPTION — no such variable or value
   */
  force(choices: ChoicesOf<Id>): {
    readonly configuration: Configuration<Id>;
    readonly dropped: readonly Choice<Id>[];
  } {
    const wishes = placeChoices(this.#compiled.product, choices);
    const isNew = new Set(wishes.map(({ variable }) => variable));
    const older = this.#placed.filter(({ variable }) => !isNew.has(variable));
    const fewest = fewestDropped(this.#compiled, allowedOf(this.#compiled, wishes), older);
    if (fewest === undefined) {
      // They are against the rules: refused as if nothing else had been chosen.
      this.undo().choose(choices);
      assert(false, 'choices that nothing valid has are refused');
    }
    const given = new Set(fewest);
    const replaced = this.#placed.filter(({ variable, place }) =>
      wishes.some((wish) => wish.variable === variable && wish.place !== place),
    );
    for (const choice of replaced) given.add(choice);
    const kept = older.filter((choice) => !given.has(choice));
    return {
      configuration: this.#anew([...kept, ...wishes]),
      dropped: this.#placed
        .filter((choice) => given.has(choice))
        .map((choice) => this.#named(choice)),
    };
  }

  /**
   * Why a value cannot be chosen: rules and choices of which none can be left out.
   *
   * Undefined when it can be, if need be in the place of the variable's own choice.
   *
   * @throws CrmError CRM_UNKNOWN_OPTION — no such variable or value
   */
  whyNot(variable: Id, value: OptionValue): Conflict<Id> | undefined {
    const wish = placeChoice(this.#compiled.product, variable, value);
    const own = this.#placed.some((choice) => choice.variable === wish.variable);
    const rest = own ? this.undo(variable) : this;
    return rest.#isOffered(wish) ? undefined : rest.#conflict(wish);
  }

  /** A complete configuration: every variable that is open is chosen. */
  complete(by: CompleteBy<Id>): Configuration<Id> {
    const { diagram, product } = this.#compiled;
    const objective = this.#objectiveOf(by);
    const costs = leastCosts(diagram, this.#allowed, objective, {
      reach: this.#walked.support.reach,
    });
    const places = cheapestPlaces(diagram, this.#allowed, objective, costs);
    const added = this.open.map((id) => {
      const variable = product.places.get(id)!;
      return { variable, place: places[variable]! };
    });
    return this.#followedBy([...this.#placed, ...added], added);
  }

  /** What quotes and bills of material are made from. */
  get compiled(): CompiledProduct {
    return this.#compiled;
  }

  #with(wish: PlacedChoice): Configuration<Id> {
    const own = this.#placed.find(({ variable }) => variable === wish.variable);
    if (own?.place === wish.place) return this;
    const rest = own === undefined ? this : this.undo(this.#named(own).variable);
    if (rest.#isOffered(wish)) return rest.#followedBy([...rest.#placed, wish], [wish]);
    throw new CrmError('CRM_CONFIGURATION_CONFLICT', {
      ...this.#named(wish),
      ...rest.#conflict(wish),
    });
  }

  /** The next configuration: it has more choices, so it starts from what was walked for this. */
  #followedBy(placed: readonly PlacedChoice[], added: readonly PlacedChoice[]): Configuration<Id> {
    const changed = added.map(({ variable }) => variable);
    return new Configuration(this.#compiled, placed, this.#first, {
      walked: this.#walked,
      changed,
    });
  }

  /** A configuration that has lost choices: it starts from the one in which nothing is chosen. */
  #anew(placed: readonly PlacedChoice[]): Configuration<Id> {
    const changed = placed.map(({ variable }) => variable);
    return new Configuration(this.#compiled, placed, this.#first, { walked: this.#first, changed });
  }

  #ways(): Ways {
    const { diagram } = this.#compiled;
    const earlier = this.#since(({ ways }) => ways);
    // Walks need not go where no valid configuration is.
    const { reach } = this.#walked.support;
    this.#walked.ways ??= countWays(diagram, this.#allowed, { reach, earlier });
    return this.#walked.ways;
  }

  #bounds(): PriceBounds {
    const earlier = this.#since(({ bounds }) => bounds);
    const { reach } = this.#walked.support;
    this.#walked.bounds ??= priceBounds(this.#compiled, this.#allowed, { reach, earlier });
    return this.#walked.bounds;
  }

  /**
   * What there is to start from: that of the configuration before, if it was asked for it, else
   * that of the one in which nothing is chosen; and the variables that were chosen since.
   */
  #since<Result>(of: (walked: Walked) => Result | undefined) {
    const before = this.#before && of(this.#before.walked);
    if (before !== undefined) {
      const { walked, changed } = this.#before!;
      return { result: before, support: walked.support, changed };
    }
    const result = of(this.#first);
    if (result === undefined) return undefined;
    const changed = this.#placed.map(({ variable }) => variable);
    return { result, support: this.#first.support, changed };
  }

  #leastSum(weights: readonly (readonly bigint[])[], sign: bigint): bigint {
    const objective: Objective = {
      valueCosts: valueCosts(this.#compiled, (variable, place) =>
        Number(weights[variable]![place]! * sign),
      ),
      priceFactor: 0,
    };
    const { diagram } = this.#compiled;
    const costs = leastCosts(diagram, this.#allowed, objective, {
      reach: this.#walked.support.reach,
    });
    return BigInt(totalCost(diagram, costs));
  }

  /** A value that is missed outweighs every price. */
  #objectiveOf(by: CompleteBy<Id>): Objective {
    if (by === 'cheapest') return cheapest(this.#compiled);
    if (by === 'dearest') return dearest(this.#compiled);
    const { product, valuePrices, diagram, priceSpan } = this.#compiled;
    const wished = new Map<number, number>();
    if (by === 'defaults') {
      for (const [variable, { defaultPlace }] of product.variables.entries()) {
        if (defaultPlace !== undefined) wished.set(variable, defaultPlace);
      }
    } else {
      for (const { variable, place } of placeChoices(this.#compiled.product, by))
        wished.set(variable, place);
    }
    const costs = valueCosts(this.#compiled, (variable, place) => {
      const isMissed = wished.has(variable) && wished.get(variable) !== place;
      return valuePrices[diagram.firstValues[variable]! + place]! + (isMissed ? priceSpan : 0);
    });
    return { valueCosts: costs, priceFactor: 1 };
  }

  #domains(): Domains {
    const { support } = this.#walked;
    this.#walked.domains ??= domainsOf(
      this.#compiled,
      support,
      this.#since(({ domains }) => domains),
    );
    return this.#walked.domains;
  }

  #isOpen(variable: number): boolean {
    const { product, diagram } = this.#compiled;
    const first = diagram.firstValues[variable]!;
    const { offered } = this.#walked.support;
    let values = 0;
    for (let place = 0; place < product.variables[variable]!.options.length; place++) {
      values += offered[first + place]!;
    }
    return values > 1;
  }

  #isOffered({ variable, place }: PlacedChoice): boolean {
    const first = this.#compiled.diagram.firstValues[variable]!;
    return this.#walked.support.offered[first + place] === 1;
  }

  #conflict(wish: PlacedChoice): Conflict<Id> {
    const { product, rules, diagram } = this.#compiled;
    const space = {
      rules,
      domainSizes: product.variables.map(({ options }) => options.length),
      positions: diagram.tree.positions,
    };
    const conflict = explainConflict(space, this.#placed, wish);
    return {
      rules: conflict.rules.map((rule) => {
        const { id, text } = product.data.rules[rule]!;
        return { id, text };
      }),
      choices: conflict.choices.map((choice) => this.#named(choice)),
    };
  }

  #named({ variable, place }: PlacedChoice): Choice<Id> {
    const { id, options } = this.#compiled.product.variables[variable]!;
    return { variable: id as Id, value: options[place]!.value };
  }
}
