/**
 * The words by which records are found: folded, so that "MÜLLER" finds "Müller" and "Mueller" is
 * another word.
 */
import type { CrmObject } from './crm-object.ts';
import { valueOf } from './fold-events.ts';
import type { CrmRecord } from './record.ts';

/** Words longer than this are found by what they begin with. */
const WORD_LETTERS_MAX = 20;
/** Keys are ASCII: a letter of another script takes up to twelve bytes of one. */
const WORD_BYTES_MAX = 120;
/** So many words of a record are kept; a description of a thousand pages is found by its start. */
const WORDS_MAX = 400;

/**
 * The words of a text: lower case, without accents, cut at everything that is neither letter nor
 * digit.
 *
 * @example
 * wordsOf('Müller & Söhne, Tel. 030-123') // => ['muller', 'sohne', 'tel', '030', '123']
 */
export function wordsOf(text: string): string[] {
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .map(shortened);
}

function shortened(word: string): string {
  const letters = Array.from(word).slice(0, WORD_LETTERS_MAX);
  while (encodeURIComponent(letters.join('')).length > WORD_BYTES_MAX) letters.pop();
  return letters.join('');
}

/**
 * The words that a record is found by, each with its weight: how early its field stands in the
 * object's `search`, from 1 down.
 */
export function searchWords(object: CrmObject, record: CrmRecord): Map<string, number> {
  const weights = new Map<string, number>();
  object.search.forEach((field, place) => {
    const value = valueOf(record, field);
    if (typeof value !== 'string') return;
    const words = new Set(wordsOf(value));
    // Addresses and numbers are asked for as they are written, too.
    if (/[@.]/.test(value) && !/\s/.test(value)) words.add(wordsOf(value).join(''));
    for (const word of words) {
      if (weights.size >= WORDS_MAX) return;
      weights.set(word, Math.max(weights.get(word) ?? 0, 1 / (1 + place)));
    }
  });
  return weights;
}
