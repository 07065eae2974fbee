/**
 * Live membership, measured: what one change of a contact costs, beside asking json-rules-engine
 * about that contact, and beside itself with a hundredth of the contacts.
 */
import { and, type FieldKinds, field } from '@kontor/crm-core';
import { defineSegments, Membership, type SegmentDefinition } from '@kontor/crm-core/segments';
import { Engine } from 'json-rules-engine';
import {
  contactKinds,
  type ContactRecord,
  contactRecords,
  contactSegment,
} from '../../packages/crm-core/bench/contact-segment.ts';
import { measure, type Row, type Suite, type SuiteOptions } from '../suite.ts';

/** The rows of live membership. */
export const suite: Suite = {
  engine: 'crm-core',
  run: async (options) => {
    const contacts = contactRecords(options.quick ? 10_000 : 1_000_000);
    const few = contacts.slice(0, contacts.length / 100);
    const all = await changesOf(contacts, options);
    const ofFew = await changesOf(few, options);
    const size = `${contacts.length.toLocaleString('en')} contacts, 100 segments, 3 touched`;
    const unit = 'changes/CPU s';
    return [
      {
        name: 'a change of a contact, beside a hundredth of the contacts',
        size,
        unit,
        ours: all.rate,
        peer: ofFew.rate,
        ratio: all.rate / ofFew.rate,
        peerName: `${few.length.toLocaleString('en')} contacts`,
        resultsEqual: all.isExact && ofFew.isExact,
      },
      await againstRules(few, all.rate, { size, unit }, options),
    ];
  },
};

const now = Date.parse('2026-01-01T00:00:00.000Z');
const kinds: FieldKinds = contactKinds;
const near = field('postcode').between(1000, 1999);

/** Three segments that read the postcode, one of them by way of another, and many that do not. */
const definitions: readonly SegmentDefinition[] = [
  { id: 'w2', where: contactSegment },
  { id: 'near', where: near },
  { id: 'nearest', where: and({ segment: 'near' }, field('postcode').lt(1500)) },
  ...Array.from({ length: 97 }, (_, i) => ({
    id: `phone-${i}`,
    where: field('phone').startsWith(String(i)),
  })),
];

/** So many contacts, spread over all, get another postcode again and again. */
const CHANGED = 1000;

async function changesOf(contacts: readonly ContactRecord[], options: SuiteOptions) {
  const segments = defineSegments(definitions, kinds);
  const membership = new Membership<ContactRecord>(segments, { now });
  membership.load(contacts);
  const changed = Math.min(CHANGED, contacts.length);
  const step = Math.floor(contacts.length / changed);
  // Two states by turns, made before: what is measured is the change, not the making of records.
  const states = [0, 1].map((turn) =>
    Array.from({ length: changed }, (_, at): ContactRecord => {
      const contact = contacts[at * step]!;
      return { ...contact, postcode: (contact.postcode + 700 * turn) % 5000 };
    }),
  );
  let turn = 0;
  const seconds = await measure(() => {
    turn++;
    for (const contact of states[turn % 2]!) membership.put(contact, now);
  }, options);
  const current = [...contacts];
  states[turn % 2]!.forEach((contact, at) => (current[at * step] = contact));
  const counted = current.filter(({ postcode }) => postcode >= 1000 && postcode <= 1999).length;
  return { rate: changed / seconds, isExact: membership.count('near') === counted };
}

/** The peer is asked about the one segment that its rule can say. */
async function againstRules(
  contacts: readonly ContactRecord[],
  ours: number,
  row: Pick<Row, 'size' | 'unit'>,
  options: SuiteOptions,
): Promise<Row> {
  const engine = new Engine();
  const all = [
    { fact: 'postcode', operator: 'greaterThanInclusive', value: 1000 },
    { fact: 'postcode', operator: 'lessThanInclusive', value: 1999 },
  ];
  engine.addRule({ conditions: { all }, event: { type: 'member' } });
  const asked = contacts.slice(0, 1000);
  const found = async (): Promise<number> => {
    let members = 0;
    for (const contact of asked) members += (await engine.run(contact)).events.length;
    return members;
  };
  const membership = new Membership<ContactRecord>(defineSegments(definitions, kinds), { now });
  membership.load(asked);
  const peer = asked.length / (await measure(found, options));
  return {
    ...row,
    name: 'a change of a contact, with who joins and leaves and why (the peer: one rule of two)',
    ours,
    peer,
    peerName: 'json-rules-engine',
    ratio: ours / peer,
    resultsEqual: membership.count('near') === (await found()),
  };
}
