/**
 * Segments, measured: five conditions on a million contacts, beside json-rules-engine asking the
 * same of every contact.
 *
 * The peer takes some 16 µs a contact, so it is given fewer of them; both figures are rates.
 */
import { checkPredicate, compilePredicate } from '@kontor/crm-core';
import { columnsOf, selectRows } from '@kontor/crm-core/segments';
import {
  contactKinds,
  type ContactRecord,
  contactRecords,
  contactSegment,
  frequentNames,
} from '../../packages/crm-core/bench/contact-segment.ts';
import { type RulesEngine, rulesEngine, segmentConditions } from '../rules-engine.ts';
import { compare, measure, type Row, type Suite, type SuiteOptions } from '../suite.ts';

/** The rows of segments. */
export const suite: Suite = {
  engine: 'crm-core',
  run: members,
};

const grouped = (count: number): string => count.toLocaleString('en');
const now = Date.parse('2026-01-01T00:00:00.000Z');

/** Members found record by record, and by columns that are laid out before. */
async function members(options: SuiteOptions): Promise<Row[]> {
  const count = options.quick ? 10_000 : 1_000_000;
  const contacts = contactRecords(count);
  const few = contacts.slice(0, options.quick ? 2000 : 10_000);
  const where = checkPredicate(contactSegment, contactKinds);
  const isMember = compilePredicate(where, contactKinds);
  const columns = columnsOf(contacts, contactKinds);
  const byRecord = (): string[] =>
    contacts.filter((contact) => isMember(contact, { now })).map(({ id }) => id);
  const byColumns = (): string[] =>
    Array.from(selectRows(columns, where, { now }), (row) => contacts[row]!.id);

  const rows = [
    await compare(
      {
        name: 'members of a segment, by columns',
        size: `${grouped(count)} contacts, 5 conditions`,
        peerName: 'record by record',
        ours: byColumns,
        peer: byRecord,
        equal: (a, b) => a.join() === b.join(),
        operations: { count, unit: 'contacts/CPU s' },
      },
      options,
    ),
  ];
  const engine = await rulesEngine();
  if (engine === undefined) return rows;
  engine.addRule({
    conditions: { all: segmentConditions(frequentNames) },
    event: { type: 'member' },
  });
  const peer = few.length / (await measure(() => askEach(engine, few), options));
  const ofFew = new Set(few.map(({ id }) => id));
  const theirs = await askEach(engine, few);
  const row = async (name: string, ours: () => string[]): Promise<Row> => {
    const rate = contacts.length / (await measure(ours, options));
    return {
      name,
      size: `${grouped(count)} contacts (the peer: ${grouped(few.length)}), 5 conditions`,
      ours: rate,
      peer,
      peerName: 'json-rules-engine',
      ratio: rate / peer,
      unit: 'contacts/CPU s',
      resultsEqual:
        theirs.join() ===
        ours()
          .filter((id) => ofFew.has(id))
          .join(),
    };
  };
  rows.push(await row('members of a segment, record by record', byRecord));
  rows.push(await row('members of a segment, by columns', byColumns));
  return rows;
}

async function askEach(engine: RulesEngine, contacts: readonly ContactRecord[]): Promise<string[]> {
  const members: string[] = [];
  for (const contact of contacts) {
    const { events } = await engine.run(contact);
    if (events.length > 0) members.push(contact.id);
  }
  return members;
}
