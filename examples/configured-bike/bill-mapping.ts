/**
 * What each choice takes: the bill of every e-bike there can be, with the condition of each line.
 */
import type { BillMapping } from '@kontor/crm-core/configure';

/** The mapping to the bill of one sold bike: a configuration is an item of its own. */
export const billMapping = (item: string): BillMapping => ({
  item,
  lines: [
    { component: 'wheel', quantityPer: '2' },
    { component: 'frame-alu', if: { frame: 'alu' } },
    { component: 'frame-carbon', if: { frame: 'carbon' } },
    { component: 'motor-250', if: { motor: 'm250' } },
    { component: 'motor-750', if: { motor: 'm750' } },
    { component: 'battery-400', if: { battery: 'b400' } },
    { component: 'battery-700', if: { battery: 'b700' } },
    // A motor takes a metre of cable from the battery, one and a half in a carbon frame.
    { component: 'cable', quantityPer: '1', unit: 'm', if: { frame: 'alu', motor: POWERED } },
    { component: 'cable', quantityPer: '1.5', unit: 'm', if: { frame: 'carbon', motor: POWERED } },
    { component: 'caliper-rim', quantityPer: '2', if: { brake: 'rim' } },
    { component: 'caliper-disc', quantityPer: '2', if: { brake: 'disc' } },
    { component: 'rack', perVariable: 'rack' },
  ],
});

const POWERED = ['m250', 'm750'];
