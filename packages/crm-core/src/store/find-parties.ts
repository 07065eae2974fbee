/**
 * Records that may be the same person or company as a given one.
 *
 * Candidates come from indexes (address, domain) and from words (names, numbers); the exact rules
 * of same-party.ts judge them.
 */
import {
  companyDomain,
  companyName,
  normalEmail,
  type Party,
  type PartyRule,
  sameParty,
} from '../lead/same-party.ts';
import type { CrmRecord } from '../record/record.ts';
import { wordsOf } from '../record/search-tokens.ts';
import { searchRows, subjectOf } from './crm-collections.ts';
import type { CrmWork } from './crm-core.ts';
import { recordOf, type StoredObject } from './record-collection.ts';

/** A record that may be the same, and by which rules. */
export interface PartyMatch {
  readonly record: CrmRecord;
  readonly rules: readonly PartyRule[];
}

/** Candidates by one word; a word that half of all names have tells nothing. */
const CANDIDATES_MAX = 200;

/** The party that a lead, a contact or an account is. */
export function partyOf(record: Readonly<Record<string, unknown>>): Party {
  const text = (field: string): string | undefined => {
    const value = record[field];
    return typeof value === 'string' ? value : undefined;
  };
  const isAccount = record['object'] === 'account';
  const person = [text('givenName'), text('surname')].filter((part) => part !== undefined);
  return {
    email: text('email'),
    phone: text('phone') ?? text('mobile'),
    domain: text('domain'),
    name: isAccount ? text('name') : text('company'),
    ...(person.length === 2 && { person: person.join(' ') }),
    ...(isAccount && { commercialParent: text('parent') ?? text('id') }),
  };
}

/**
 * The records of an object that may be the same as the party, those with the most rules first. What
 * the user may not see is not among them.
 *
 * @param object `lead`, `contact` or `account`
 */
export async function findParties(
  work: CrmWork,
  object: string,
  party: Party,
): Promise<PartyMatch[]> {
  const { core, actor } = work;
  const stored = core.objects.get(object);
  if (stored === undefined) return [];
  const matches: PartyMatch[] = [];
  for (const record of await candidates(work, stored, party)) {
    const rules = sameParty(party, partyOf(record));
    const tells = rules.filter((rule) => isTelling(rule, object));
    if (tells.length > 0 && core.policy.allows(actor, 'read', record)) {
      matches.push({ record, rules: tells });
    }
  }
  return matches.sort(
    (a, b) => b.rules.length - a.rules.length || (a.record.id < b.record.id ? -1 : 1),
  );
}

/** Two people of one company are not the same person. */
const isTelling = (rule: PartyRule, object: string): boolean =>
  object === 'account'
    ? rule !== 'email'
    : rule === 'email' || rule === 'phone' || rule === 'person';

async function candidates(
  work: CrmWork,
  stored: StoredObject,
  party: Party,
): Promise<Iterable<CrmRecord>> {
  const found = new Map<string, CrmRecord>();
  const add = (records: readonly CrmRecord[]): void => {
    for (const record of records) found.set(record.id, recordOf(stored, record));
  };
  const keys = { email: normalEmail(party.email), domain: companyDomain(party) };
  for (const [field, value] of Object.entries(keys)) {
    const index = stored.indexOf.get(field);
    if (index === undefined || value === undefined) continue;
    add(await work.tx.scan(stored.rows, { index, equals: [value] }, { limit: CANDIDATES_MAX }));
  }
  const words = [
    ...wordsOf(companyName(party.name)),
    ...wordsOf(party.person ?? ''),
    ...wordsOf(party.phone ?? '').slice(-1),
  ];
  const ids = new Set<string>();
  for (const word of words) for (const id of await idsByWord(work, stored, word)) ids.add(id);
  const documents = await work.tx.getMany(stored.rows, [...ids]);
  add(documents.filter((document) => document !== undefined));
  return found.values();
}

async function idsByWord({ tx }: CrmWork, stored: StoredObject, word: string): Promise<string[]> {
  const prefix = subjectOf({ object: stored.object.name, id: '' });
  const range = { index: 'byWord', equals: [word], from: prefix, to: `${prefix}\u{10FFFF}` };
  const rows = await tx.scan(searchRows, range, { limit: CANDIDATES_MAX });
  return rows.map(({ subject }) => subject.slice(prefix.length));
}

/** As far as it is needed to name them in an error. */
export const namedMatches = (
  matches: readonly PartyMatch[],
): { readonly object: string; readonly id: string; readonly rules: readonly string[] }[] =>
  matches.map(({ record, rules }) => ({ object: record.object, id: record.id, rules }));
