/** Figures of FoodMart 1997 by month and by department, worked out from its CSV (Apache-2.0). */

/** Units by month. */
export const UNITS_BY_MONTH = [
  21628, 20957, 23706, 20179, 21081, 21350, 23763, 21697, 20388, 19958, 25270, 26796,
];

/** Sales by quarter. */
export const SALES_BY_QUARTER = [139_628.35, 132_666.27, 140_271.89, 152_671.62];

/** Sales by month. */
export const SALES_BY_MONTH = [
  45539.69, 44058.79, 50029.87, 42878.25, 44456.29, 45331.73, 50246.88, 46199.04, 43825.97,
  42342.27, 53363.71, 56965.64,
];

/** Sales by department, each under its family: Dairy is two departments. */
export const SALES_BY_DEPARTMENT = [
  { key: 'Drink/Alcoholic Beverages', value: '14029.08' },
  { key: 'Drink/Beverages', value: '27748.53' },
  { key: 'Drink/Dairy', value: '7058.60' },
  { key: 'Food/Baked Goods', value: '16455.43' },
  { key: 'Food/Baking Goods', value: '38670.41' },
  { key: 'Food/Breakfast Foods', value: '6941.46' },
  { key: 'Food/Canned Foods', value: '39774.34' },
  { key: 'Food/Canned Products', value: '3314.52' },
  { key: 'Food/Dairy', value: '30508.85' },
  { key: 'Food/Deli', value: '25318.93' },
  { key: 'Food/Eggs', value: '9200.76' },
  { key: 'Food/Frozen Foods', value: '55207.50' },
  { key: 'Food/Meat', value: '3669.89' },
  { key: 'Food/Produce', value: '82248.42' },
  { key: 'Food/Seafood', value: '3809.14' },
  { key: 'Food/Snack Foods', value: '67609.82' },
  { key: 'Food/Snacks', value: '14550.05' },
  { key: 'Food/Starchy Foods', value: '11756.07' },
  { key: 'Non-Consumable/Carousel', value: '1500.11' },
  { key: 'Non-Consumable/Checkout', value: '3767.71' },
  { key: 'Non-Consumable/Health and Hygiene', value: '32571.86' },
  { key: 'Non-Consumable/Household', value: '60469.89' },
  { key: 'Non-Consumable/Periodicals', value: '9056.76' },
];
