/**
 * The cubes that are usually built on FoodMart: Sales, Warehouse, HR and Finance.
 */
import { decimal } from '@kontor/kernel';
import {
  calendar,
  type Cube,
  convert,
  cubeOf,
  distinct,
  money,
  periods,
  rows,
  type RateTable,
  ratio,
  subtract,
  sum,
  table,
  tree,
} from '@kontor/olap';
import type { CsvRow } from '@kontor/olap/files';
import { dayOf, type Tables } from './tables.ts';

/** The cubes by name. */
export interface FoodmartCubes {
  readonly sales: Cube<CsvRow>;
  readonly warehouse: Cube<CsvRow>;
  readonly hr: Cube<CsvRow>;
  readonly finance: Cube<CsvRow>;
}

/** Builds and fills the cubes. */
export function foodmartCubes(tables: Tables): FoodmartCubes {
  return {
    sales: salesCube(tables),
    warehouse: warehouseCube(tables),
    hr: hrCube(tables),
    finance: financeCube(tables),
  };
}

const amount = (column: string) => (row: CsvRow) => row[column];

/** The day of a fact that points at `time_by_day`. */
function dayOfTime(tables: Tables): (row: CsvRow) => string | null {
  const days = new Map(tables.rows('time_by_day').map((row) => [row['time_id'], row['the_date']]));
  return (row) => dayOf(days.get(row['time_id']));
}

/** Calendar periods, and fiscal years that start in April. */
const timeOf = (tables: Tables) =>
  periods(dayOfTime(tables), {
    calendar: { years: { kind: 'calendar' }, levels: ['year', 'half', 'quarter', 'month'] },
    fiscal: {
      years: { kind: 'fiscal', startMonth: 4 },
      levels: ['fiscalYear', 'fiscalMonth'],
    },
  });

/** Products under brand, subcategory, category, department and family. */
function productOf(tables: Tables) {
  const classes = tables.byKey('product_class', 'product_class_id');
  const classOf = (row: CsvRow): CsvRow => classes.get(row['product_class_id']!)!;
  return table((row: CsvRow) => row['product_id']!, tables.rows('product'), {
    key: (row) => row['product_id']!,
    hierarchies: {
      product: {
        family: (row) => classOf(row)['product_family']!,
        department: (row) => classOf(row)['product_department']!,
        category: (row) => classOf(row)['product_category']!,
        subcategory: (row) => classOf(row)['product_subcategory']!,
        brand: (row) => row['brand_name']!,
        name: (row) => row['product_name']!,
      },
    },
  });
}

const storeOf = (tables: Tables) =>
  table((row: CsvRow) => row['store_id']!, tables.rows('store'), {
    key: (row) => row['store_id']!,
    hierarchies: {
      place: {
        country: (row) => row['store_country']!,
        state: (row) => row['store_state']!,
        city: (row) => row['store_city']!,
        name: (row) => row['store_name']!,
      },
    },
  });

function salesCube(tables: Tables): Cube<CsvRow> {
  const cube = cubeOf<CsvRow>()({
    dimensions: {
      time: timeOf(tables),
      product: productOf(tables),
      store: storeOf(tables),
      customer: table((row) => row['customer_id']!, tables.rows('customer'), {
        key: (row) => row['customer_id']!,
        hierarchies: {
          place: {
            country: (row) => row['country']!,
            state: (row) => row['state_province']!,
            city: (row) => row['city']!,
            name: (row) => row['fullname']!,
          },
          gender: { gender: (row) => row['gender']! },
          marital: { marital: (row) => row['marital_status']! },
          education: { education: (row) => row['education']! },
          id: { id: (row) => row['customer_id']! },
        },
      }),
      promotion: table((row) => row['promotion_id']!, tables.rows('promotion'), {
        key: (row) => row['promotion_id']!,
        hierarchies: {
          media: { media: (row) => row['media_type']!, name: (row) => row['promotion_name']! },
        },
      }),
    },
    measures: {
      units: sum(amount('unit_sales'), { scale: 4 }),
      sales: money(amount('store_sales'), { currency: 'USD', scale: 4 }),
      cost: money(amount('store_cost'), { currency: 'USD', scale: 4 }),
      rows: rows(),
      customers: distinct((row) => row['customer_id']!),
    },
    calculated: {
      profit: subtract('sales', 'cost'),
      margin: ratio('profit', 'sales'),
      price: ratio('sales', 'units'),
    },
  }) as unknown as Cube<CsvRow>;
  cube.add(tables.rows('sales_fact_1997'));
  return cube;
}

function warehouseCube(tables: Tables): Cube<CsvRow> {
  const cube = cubeOf<CsvRow>()({
    dimensions: {
      time: timeOf(tables),
      product: productOf(tables),
      store: storeOf(tables),
      warehouse: table((row) => row['warehouse_id']!, tables.rows('warehouse'), {
        key: (row) => row['warehouse_id']!,
        hierarchies: {
          place: {
            country: (row) => row['warehouse_country']!,
            state: (row) => row['warehouse_state_province']!,
            city: (row) => row['warehouse_city']!,
            name: (row) => row['warehouse_name']!,
          },
        },
      }),
    },
    measures: {
      ordered: sum(amount('units_ordered')),
      shipped: sum(amount('units_shipped')),
      sales: money(amount('warehouse_sales'), { currency: 'USD', scale: 4 }),
      cost: money(amount('warehouse_cost'), { currency: 'USD', scale: 4 }),
      invoice: money(amount('store_invoice'), { currency: 'USD', scale: 4 }),
      rows: rows(),
    },
  }) as unknown as Cube<CsvRow>;
  cube.add(tables.rows('inventory_fact_1997'));
  return cube;
}

const CURRENCIES: Readonly<Record<string, string>> = { 1: 'USD', 2: 'MXN', 3: 'CAD' };

/** The rate of a month, by currency and first day. */
function monthlyRates(tables: Tables): RateTable {
  const rates = new Map(
    tables
      .rows('currency')
      .map((row) => [
        `${CURRENCIES[row['currency_id']!]} ${row['date']!.slice(0, 7)}`,
        decimal(row['conversion_ratio']!),
      ]),
  );
  return (from, _to, { key }) => rates.get(`${from} ${String(key)}`);
}

function hrCube(tables: Tables): Cube<CsvRow> {
  const employees = tables.rows('employee');
  const cube = cubeOf<CsvRow>()({
    dimensions: {
      time: calendar((row) => dayOf(row['pay_date']), ['year', 'quarter', 'month']),
      employee: tree((row) => row['employee_id']!, employees, {
        level: 'employee',
        key: (row) => row['employee_id']!,
        parent: (row) => row['supervisor_id']!,
        root: '0',
      }),
      currency: table((row) => row['currency_id']!, Object.entries(CURRENCIES), {
        key: ([id]) => id,
        hierarchies: { currency: { code: ([, code]) => code } },
      }),
    },
    measures: {
      salary: sum(amount('salary_paid'), { scale: 4 }),
      paid: money(amount('salary_paid'), { currency: { level: 'currency.code' }, scale: 4 }),
      rows: rows(),
      employees: distinct((row) => row['employee_id']!),
    },
    calculated: {
      perEmployee: ratio('salary', 'employees'),
      usd: convert('paid', { to: 'USD', rates: 'monthly', at: 'own' }),
    },
    rates: { monthly: monthlyRates(tables) },
  }) as unknown as Cube<CsvRow>;
  cube.add(tables.rows('salary'));
  return cube;
}

function financeCube(tables: Tables): Cube<CsvRow> {
  const cube = cubeOf<CsvRow>()({
    dimensions: {
      time: calendar((row) => dayOf(row['exp_date']), ['year', 'quarter', 'month']),
      store: storeOf(tables),
      account: tree((row) => row['account_id']!, tables.rows('account'), {
        level: 'account',
        key: (row) => row['account_id']!,
        parent: (row) => row['account_parent'],
        operator: (row) => row['account_rollup']!,
      }),
      category: tree((row) => row['category_id']!, tables.rows('category'), {
        level: 'category',
        key: (row) => row['category_id']!,
        parent: (row) => row['category_parent'],
      }),
    },
    measures: { amount: sum(amount('amount'), { scale: 4 }), rows: rows() },
  }) as unknown as Cube<CsvRow>;
  cube.add(tables.rows('expense_fact'));
  return cube;
}
