/**
 * The proof: the chain of entries is as it was written, sums say what entries say, and goods are
 * where they must be: what came in less what went out.
 */
import type { Company } from './company.ts';
import { stockOn } from './plan-the-goods.ts';
import type { Told } from './told.ts';

/** Verifies and audits the books, and counts the goods. */
export async function proveTheBooks(company: Company): Promise<Told> {
  const { ledger } = company;
  const verdict = await ledger.verify();
  if (!verdict.ok) throw new Error(`batch ${verdict.batch}: ${verdict.reason}`);
  const { ok } = await ledger.audit();
  const { total } = await ledger.trialBalance();
  const stock = await stockOn(company, '2026-04-01');
  const audit = ok ? 'agrees' : 'differs';
  const gist = `${verdict.entries} entries as written; audit ${audit}; total ${total}`;
  return {
    title: 'The proof',
    gist,
    lines: [
      gist,
      ...['works', 'centre', 'shop'].map((site) => {
        const there = stock.filter(({ location }) => location === site);
        return `${site}: ${there.map(({ item, quantity }) => `${quantity} ${item}`).join(', ')}`;
      }),
    ],
  };
}
