/**
 * From the sales talk to the shelf: two e-bikes are configured, priced and planned.
 */
import { billOfMaterialOf, type Configuration, quoteLineOf } from '@kontor/crm-core/configure';
import { checkModel, plan } from '@kontor/mrp';
import { billMapping } from './bill-mapping.ts';
import { eBike } from './e-bike.ts';
import { heading, printOffer, printOrders, printQuote } from './print.ts';
import { type SoldBike, workshopModel } from './workshop.ts';

// The day is fixed, so that everybody sees the same plan.
const today = '2026-03-02';

heading('Nothing is chosen');
printOffer(eBike.start());

heading('Mr Brandt wants a rack');
const withRack = eBike.choose({ rack: 1 });
printOffer(withRack);

heading('… and the carbon frame. The seller says why not');
const conflict = withRack.whyNot('frame', 'carbon')!;
for (const { text } of conflict.rules) console.log(`  ${text}`);
for (const { variable, value } of conflict.choices) console.log(`  chosen: ${variable} = ${value}`);

heading('Carbon it is: the new choice wins');
const { configuration: carbon, dropped } = withRack.force({ frame: 'carbon' });
for (const { variable, value } of dropped) console.log(`  given up: ${variable} = ${value}`);
printOffer(carbon);

heading('With the strong motor, the rest follows');
const fast = carbon.choose({ motor: 'm750' });
printOffer(fast);
printQuote(quoteLineOf(fast));

heading('Mrs Okafor wants a rack and a motor, and as cheap as can be');
const cheap = eBike.choose({ rack: 1, motor: 'm250' }).complete('cheapest');
printQuote(quoteLineOf(cheap));

heading(`Both order on ${today}. What the workshop makes and buys`);
const sold = [soldBike('SO-1', fast, '2026-04-20'), soldBike('SO-2', cheap, '2026-03-13')];
const planned = plan(checkModel(workshopModel(sold)), { today });
printOrders(planned.orders());
console.log(`  ${planned.shortages().length} of ${sold.length} bikes late`);

heading('… and where SO-1 would stand if it were wanted in March');
const hasty = workshopModel([{ ...sold[0]!, due: '2026-03-30' }]);
for (const { demand, lateDays, cause } of plan(checkModel(hasty), { today }).shortages()) {
  console.log(`  ${demand} is ${lateDays} days late: ${cause.text}`);
}

function soldBike(order: string, configuration: Configuration, due: string): SoldBike {
  const bill = billOfMaterialOf(configuration, billMapping(`e-bike ${order}`));
  return { order, bill, due };
}
