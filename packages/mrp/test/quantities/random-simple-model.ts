/**
 * Random models of which many keep to what quantities can say: one source for each item at a site,
 * always in force, nothing that expires, and a safety stock here and there.
 */
import type { ModelInput } from '@kontor/mrp';
import * as fc from 'fast-check';
import { randomModel } from '../random-model.ts';
import { ITEMS, type RandomTerms } from '../random-terms.ts';

/** A random model with the first of its sources everywhere; its other features as `terms` say. */
export function randomSimpleModel(terms: RandomTerms): fc.Arbitrary<ModelInput> {
  const safetyStocks = fc.tuple(...ITEMS.map(() => fc.constantFrom('0', '0', '3', '12')));
  return fc.tuple(randomModel(terms), safetyStocks).map(([model, safety]) => ({
    ...model,
    sourcing: firstOfEach(model.sourcing ?? []),
    stock: (model.stock ?? []).map(lasting),
    receipts: (model.receipts ?? []).map(lasting),
    parameters:
      (model.parameters ?? []).length > 0
        ? model.parameters
        : ITEMS.map((item, at) => ({ item, location: 'plant', safetyStock: safety[at]! })),
    routings: [],
  }));
}

function lasting<Row extends { expires?: string | undefined }>(row: Row): Omit<Row, 'expires'> {
  const { expires: _, ...rest } = row;
  return rest;
}

type Sources = NonNullable<ModelInput['sourcing']>;

function firstOfEach(sources: Sources): Sources {
  const found = new Map<string, Sources[number]>();
  for (const source of sources) {
    const { from: _from, until: _until, ...always } = source;
    const key = `${source.item} ${source.location}`;
    if (!found.has(key)) found.set(key, always);
  }
  return [...found.values()];
}
