/**
 * A deal: a form on the web page becomes a customer, a quote is sent, and the customer accepts it.
 *
 * Each step looks at what is there before it does anything: the lead by its address, all else by
 * what the lead has become.
 */
import { field } from '@kontor/crm-core';
import { transact } from '@kontor/kernel/store';
import type { Company } from './company.ts';
import { type CompanyCrm, quoteTerms, webForm } from './selling.ts';
import { comeTo } from './time.ts';
import { table, type Told } from './told.ts';

/** Who wants lamps, as the form says it. */
const form = {
  firm: 'Aarehof Hotels AG',
  first: 'Reto',
  last: 'Frei',
  mail: 'reto.frei@aarehof.example',
  country: 'CH',
};

/** The quote's id; its number is drawn. */
export const quoteId = 'quote-aarehof';

/** The day on which the goods are to leave. */
export const dueOn = '2026-02-23';

/** Wins the customer, up to his yes. */
export async function winADeal(company: Company): Promise<Told> {
  const { crm } = company;
  await comeTo(company, '2026-01-12 09:12');
  await takeTheLead(crm);
  await comeTo(company, '2026-01-13 10:00');
  await convert(crm);
  await comeTo(company, '2026-01-15 14:00');
  await sendTheQuote(crm);
  await comeTo(company, '2026-01-20 16:45');
  await accept(company);
  return tell(crm);
}

const anna = (crm: CompanyCrm) => crm.as({ user: 'anna' });

async function leadOf(crm: CompanyCrm) {
  const [lead] = await anna(crm).find('lead', { where: field('email').eq(form.mail) });
  return lead;
}

async function takeTheLead(crm: CompanyCrm): Promise<void> {
  if ((await leadOf(crm)) !== undefined) return;
  await crm.system('web').leads.capture({ stream: webForm, payload: form });
}

async function convert(crm: CompanyCrm): Promise<void> {
  const lead = (await leadOf(crm))!;
  if (lead.status !== 'converted') {
    await anna(crm).leads.convert(lead.id, {
      opportunity: { pipeline: 'projects', name: 'Lamps for three hotels', currency: 'CHF' },
    });
  }
  const { account: id } = (await leadOf(crm))!;
  const account = (await anna(crm).get('account', id!))!;
  if (account.shipping !== undefined) return;
  await anna(crm).change('account', account.id, {
    shipping: { street: 'Uferweg 3', postcode: '3013', city: 'Bern', country: 'CH' },
    description: 'Deliver to the yard, before noon.',
  });
}

async function sendTheQuote(crm: CompanyCrm): Promise<void> {
  const { account, contact, opportunity } = (await leadOf(crm))!;
  const parties = { account: account!, contact: contact!, opportunity: opportunity! };
  const quote =
    (await anna(crm).get('quote', quoteId)) ??
    (await anna(crm).quotes.draft(
      {
        ...parties,
        id: quoteId,
        name: 'Lamps for three hotels',
        owner: 'anna',
        content: {
          currency: 'CHF',
          prices: 'net',
          date: '2026-01-15',
          rounding: 'rate',
          account: account!,
          discountPercent: '3',
          lines: [
            { id: '1', product: 'desk-lamp', quantity: '60', taxCode: 'CH-full' },
            { id: '2', product: 'floor-lamp', quantity: '18', taxCode: 'CH-full' },
            { id: '3', product: 'dimmer', quantity: '78', taxCode: 'CH-full' },
            { id: '4', product: 'handbook', quantity: '3', taxCode: 'CH-reduced' },
          ],
        },
        series: { id: 'quote-2026', prefix: 'Q-2026-' },
      },
      quoteTerms,
    ));
  if (quote.state === 'draft') await anna(crm).quotes.send(quoteId, {}, quoteTerms);
}

/** The customer's yes: the quote is settled, and the deal is an order; both in one commit. */
async function accept({ store, crm }: Company): Promise<void> {
  await transact(store, async (tx) => {
    const session = crm.within(tx, { user: 'anna' });
    const quote = (await session.get('quote', quoteId))!;
    if (quote.state === 'accepted') return;
    const { net: amount, opportunity } = await session.quotes.accept(quoteId);
    const ordered = { amount, closeDate: dueOn };
    await session.change('opportunity', opportunity!, ordered);
    await session.opportunities.move(opportunity!, { to: 'ordered', reason: 'quote accepted' });
  });
}

async function tell(crm: CompanyCrm): Promise<Told> {
  const lead = (await leadOf(crm))!;
  const quote = (await anna(crm).get('quote', quoteId))!;
  const { priced } = quote.offer;
  const [version] = quote.versions;
  const lines = [
    `lead       ${lead.company!}, by the web, ${lead.createdAt.slice(0, 10)}`,
    `converted  ${lead.convertedAt!.slice(0, 10)}: an account, a contact, a deal`,
    `quote      ${quote.number!}, sent ${version!.sentAt.slice(0, 10)}, 3 % off`,
    ...table(
      ['', 'units', 'price', 'net', 'tax', 'gross'],
      priced.lines.map((one) => [
        one.product,
        one.quantity,
        one.listPrice,
        one.net,
        one.tax,
        one.gross,
      ]),
    ).map((row) => `  ${row}`),
    `accepted   ${quote.acceptedAt!.slice(0, 10)}: net ${priced.net}, tax ${priced.tax}, ` +
      `gross ${priced.gross} CHF`,
  ];
  return {
    title: 'A deal is won over',
    gist: `${quote.number!} of ${priced.gross} CHF is accepted by ${lead.company!}`,
    lines,
  };
}
