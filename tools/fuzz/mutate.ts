/** A document of any kind, mutated. */
import type { JsonLike, Sample } from './importer.ts';
import { mutateBytes } from './mutate-bytes.ts';
import { mutateText } from './mutate-text.ts';
import { mutateTree } from './mutate-tree.ts';
import type { Mutation } from './mutation.ts';

/** The document with the mutations done to it; the sample stays as it is. */
export function mutated(sample: Sample, mutations: readonly Mutation[]): unknown {
  if (typeof sample === 'string') return mutations.reduce(mutateText, sample);
  if (sample instanceof Uint8Array) return mutations.reduce(mutateBytes, sample);
  return mutations.reduce(mutateTree as (tree: JsonLike, one: Mutation) => JsonLike, sample);
}
