/**
 * Finding records by words.
 */
import type { CrmRecord } from '../record/record.ts';
import { wordsOf } from '../record/search-tokens.ts';
import { searchRows } from './crm-collections.ts';
import { type Asking, objectOf, type Reader } from './crm-core.ts';
import { recordOf } from './record-collection.ts';

/** A record that was found, and how well it answers: 1 is a whole word of the first field. */
export interface SearchHit {
  readonly record: CrmRecord;
  readonly score: number;
}

/** What is searched. */
export interface SearchQuery {
  /** Of these objects; of all when left out. */
  readonly objects?: readonly string[] | undefined;
  /** At most so many; 20 when left out. */
  readonly limit?: number | undefined;
}

/** Rows of one word that are looked at; what begins with one letter is not all read. */
const ROWS_MAX = 5_000;

/**
 * Records that have all the words, each of which may be the beginning of one. The best first.
 */
export async function searchRecords(
  { reader, core, actor }: Asking,
  text: string,
  { objects, limit = 20 }: SearchQuery = {},
): Promise<SearchHit[]> {
  const names = new Set(
    (objects ?? [...core.objects.keys()]).map((n) => objectOf(core, n).object.name),
  );
  let scores: Map<string, number> | undefined;
  for (const word of wordsOf(text)) {
    const found = await subjectsOf(reader, word, names);
    scores =
      scores === undefined
        ? found
        : new Map(
            [...scores].flatMap(([of, s]) => (found.has(of) ? [[of, s + found.get(of)!]] : [])),
          );
  }
  const count = wordsOf(text).length;
  const hits: SearchHit[] = [];
  for (const [subject, score] of [...(scores ?? [])].sort(
    ([a, x], [b, y]) => y - x || (a < b ? -1 : 1),
  )) {
    if (hits.length >= limit) break;
    const [object, id] = subject.split('/') as [string, string];
    const stored = objectOf(core, object);
    const document = await reader.get(stored.rows, id);
    const record = document === undefined ? undefined : recordOf(stored, document);
    if (record !== undefined && core.policy.allows(actor, 'read', record)) {
      hits.push({ record, score: score / count });
    }
  }
  return hits;
}

/** The records that have a word which begins so, with their scores for it. */
async function subjectsOf(
  reader: Reader,
  word: string,
  objects: ReadonlySet<string>,
): Promise<Map<string, number>> {
  const scores = new Map<string, number>();
  const range = { index: 'byWord', from: word, to: `${word}\u{10FFFF}` };
  for await (const row of reader.each(searchRows, range, { limit: ROWS_MAX })) {
    if (!objects.has(row.subject.slice(0, row.subject.indexOf('/')))) continue;
    const share = row.word === word ? 1 : 0.5;
    const score = (row.weight / 1000) * share;
    if (score > (scores.get(row.subject) ?? 0)) scores.set(row.subject, score);
  }
  return scores;
}
