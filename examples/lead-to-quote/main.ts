/**
 * From a form on a web page to a signed quote: a lead comes in, grows into a deal, and is offered,
 * approved, changed and accepted; what happened is told by the log.
 */
import { Crm, CrmError } from '@kontor/crm-core';
import { dealsAt, rollUpForecast, scoreAt } from '@kontor/crm-core/sales';
import { manualClock, sequentialIds } from '@kontor/kernel';
import { memoryStore } from '@kontor/kernel/memory';
import { fleet, interest, objects, policy, pricing, webForm } from './selling.ts';

const clock = manualClock();
const at = (time: string): void => clock.set(Date.parse(`2026-03-${time.replace(' ', 'T')}:00Z`));
const print = (line = ''): void => console.log(line);

at('02 09:12');
const doors = { store: memoryStore(), clock, ids: sequentialIds('r') };
const crm = new Crm({ ...doors, objects, pipelines: [fleet] });
await crm.prepare();
const anna = crm.as({ user: 'anna', roles: ['sales'] });
const mia = crm.as({ user: 'mia', roles: ['sales', 'head-of-sales'] });

print('A form comes in, twice');
const payload = {
  firm: 'Hansa Logistics GmbH',
  first: 'Ines',
  last: 'Berg',
  mail: 'Ines.Berg@hansa-logistics.example',
  country: 'DE',
};
const web = crm.system('web');
const { lead } = await web.leads.capture({ stream: webForm, payload });
const { action } = await web.leads.capture({ stream: webForm, payload });
print(`  ${lead.company}, ${lead.email}; the second time: ${action}`);

at('03 10:00');
await anna.change('lead', lead.id, { owner: 'anna', status: 'working' });
const call = await anna.create('activity', {
  kind: 'call',
  subject: 'What do they deliver with today?',
  lead: lead.id,
  owner: 'anna',
});
await anna.activities.complete(call.id, { outcome: 'reached', durationMinutes: 18 });
const signals = [
  { rule: 'form', at: Date.parse('2026-03-02T09:12:00Z') },
  { rule: 'priceList', at: Date.parse('2026-03-02T20:00:00Z') },
  { rule: 'call', at: clock.now() },
];
print(`  score: ${scoreAt(interest, signals, clock.now()).score.toFixed(1)}`);

print('\nThe lead becomes an account, a contact and a deal');
const {
  account,
  contact,
  opportunity: deal,
} = await anna.leads.convert(lead.id, {
  opportunity: { pipeline: 'fleet', amount: '40000.00', currency: 'EUR' },
});
print(`  ${account.name}, ${contact.givenName} ${contact.surname}`);
print(`  ${deal!.stage}, ${deal!.probability} %, closes ${deal!.closeDate}`);

print('\nA quote: twelve bicycles, ten locks, and service if they want it');
at('05 14:00');
const content = {
  currency: 'EUR',
  prices: 'net' as const,
  date: '2026-03-05',
  rounding: 'rate' as const,
  account: account.id,
  discountPercent: '10',
  lines: [
    { id: '1', product: 'cargo-bike', quantity: '12', taxCode: 'VAT' },
    { id: '2', product: 'lock', quantity: '10', taxCode: 'VAT' },
    { id: '3', product: 'service', quantity: '12', taxCode: 'VAT', isOptional: true },
  ],
};
const terms = { policy, pricing };
const quote = await anna.quotes.draft(
  {
    name: 'Cargo bicycles',
    account: account.id,
    contact: contact.id,
    opportunity: deal!.id,
    owner: 'anna',
    content,
    series: { id: 'quote-2026', prefix: 'Q-2026-' },
  },
  terms,
);
for (const line of quote.offer.priced.lines) {
  const free = line.free === '0' ? '' : `, ${line.free} free`;
  print(`  ${line.quantity} × ${line.product} at ${line.unitPrice}${free}: ${line.net}`);
}
print(`  ${quote.number!}: net ${quote.net}, with VAT ${quote.gross}`);

print('\nTen percent is more than Anna may give');
const sending = anna.quotes.send(quote.id, {}, terms);
await sending.catch((error: unknown) => {
  print(`  ${CrmError.is(error) ? error.code : String(error)}`);
});
await anna.quotes.requestApproval(quote.id, { reason: 'first order of a fleet' }, terms);
await mia.quotes.answerApproval(quote.id, { approval: 'discount', answer: 'approve' }, terms);
await anna.quotes.send(quote.id, {}, terms);
await anna.opportunities.move(deal!.id, { to: 'propose', reason: 'quote sent' });
print('  asked, approved by mia, sent');

print('\nThe customer wants fourteen: a second version');
at('09 08:30');
const [bikes, ...others] = content.lines;
const more = { ...content, lines: [{ ...bikes!, quantity: '14' }, ...others] };
await anna.quotes.edit(quote.id, { content: more, reason: 'fourteen instead of twelve' }, terms);
await anna.quotes.requestApproval(quote.id, { reason: 'as before' }, terms);
await mia.quotes.answerApproval(quote.id, { approval: 'discount', answer: 'approve' }, terms);
await anna.quotes.send(quote.id, {}, terms);

at('12 16:45');
const accepted = await anna.quotes.accept(quote.id, { chosen: ['3'] });
print(`  accepted with service: version ${accepted.acceptedVersion!}, ${accepted.gross} with VAT`);
await anna.change('opportunity', deal!.id, { amount: accepted.net });
await anna.opportunities.move(deal!.id, { to: 'won' });

print('\nWhat the forecast was, and is');
const log = await anna.log('opportunity');
for (const day of ['2026-03-04', '2026-03-10', '2026-03-12']) {
  const asOf = `${day}T23:59:59.999Z`;
  const { cells } = rollUpForecast(dealsAt(log, { asOf }), {
    asOf,
    by: ['owner'],
    method: 'weighted',
  });
  for (const { key, figures } of cells) print(`  ${day} ${key.owner}: ${figures.weighted}`);
}

print('\nThe timeline of the customer');
for (const { type, data } of await anna.timeline('account', account.id)) {
  const reason = data.reason === undefined ? '' : ` (${data.reason})`;
  print(
    `  ${data.at.slice(5, 16).replace('T', ' ')} ${data.by.padEnd(4)} ${type.slice(4)}${reason}`,
  );
}
