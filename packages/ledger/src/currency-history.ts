/**
 * What changed in ISO 4217: codes that came and went, by day.
 *
 * The kernel's table is the list of one day. A book of 2016 has lats of 2013 in it, and a book that
 * takes kuna in 2024 has a typing error in it; both need the days. Each row names the amendment of
 * the standard that it is from. Where an amendment gives a month, or there is none, the day is that
 * of the law, as Unicode CLDR keeps it.
 *
 * Left out, because no source at hand gives the day or the decimals for certain: changes of the
 * decimals of one code (ISK and UGX had 2 once, CLF had none), the Belgian and Luxembourg francs,
 * drachma and escudo, and all that ended before 2002. A book that needs one defines it as its own.
 *
 * @source ISO 4217 amendments 128 to 180, and list three (SIX, maintenance agency)
 * @source Interinstitutional style guide of the EU, annex "changes in the currency list"
 * @source Unicode CLDR 48, supplemental/currencyData
 */

/** A stretch of days on which a code was, or is, a currency. */
export interface CurrencyChange {
  readonly code: string;
  readonly exponent: number;
  /** The first day; since ever when left out. */
  readonly from?: string | undefined;
  /** The first day on which it is none any more; for ever when left out. */
  readonly until?: string | undefined;
  readonly source: string;
}

type Row = readonly [
  code: string,
  exponent: number,
  from: string | null,
  until: string | null,
  source: string,
];

/** The stretches of every code that has one, in order of time. */
export function currencyChanges(): CurrencyChange[] {
  return rows.map(([code, exponent, from, until, source]) => ({
    code,
    exponent,
    ...(from !== null && { from }),
    ...(until !== null && { until }),
    source,
  }));
}

/** Where two codes ran beside each other by law, both are given: from 2005 lira old and new. */
const rows: readonly Row[] = [
  // The euro, and what it replaced. Notes of the first twelve went until the end of February 2002.
  ['EUR', 2, '1999-01-01', null, 'Regulation (EC) 974/98'],
  ['ATS', 2, null, '2002-03-01', 'list three: 2002-03'],
  ['DEM', 2, null, '2002-03-01', 'list three: 2002-03'],
  ['ESP', 0, null, '2002-03-01', 'list three: 2002-03'],
  ['FIM', 2, null, '2002-03-01', 'list three: 2002-03'],
  ['FRF', 2, null, '2002-03-01', 'list three: 2002-03'],
  ['IEP', 2, null, '2002-03-01', 'list three: 2002-03'],
  ['ITL', 0, null, '2002-03-01', 'list three: 2002-03'],
  ['NLG', 2, null, '2002-03-01', 'list three: 2002-03'],
  ['SIT', 2, null, '2007-01-01', 'list three: 2007-01'],
  ['CYP', 2, null, '2008-01-01', 'list three: 2008-01'],
  ['MTL', 2, null, '2008-01-01', 'list three: 2008-01'],
  ['SKK', 2, null, '2009-01-01', 'list three: 2009-01'],
  ['EEK', 2, null, '2011-01-01', 'list three: 2011-01'],
  ['LVL', 2, null, '2014-01-01', 'amendment 156'],
  ['LTL', 2, null, '2015-01-01', 'amendment 159'],
  ['HRK', 2, null, '2023-01-01', 'amendment 174'],
  ['BGN', 2, null, '2026-01-01', 'amendment 180'],
  // Noughts struck off, a new code for it.
  ['TRL', 0, null, '2006-01-01', 'amendment 128; old notes until the end of 2005'],
  ['TRY', 2, '2005-01-01', null, 'amendment 128'],
  ['ROL', 2, null, '2005-07-01', 'list three: 2005-06'],
  ['RON', 2, '2005-07-01', null, 'CLDR: RO'],
  ['AZM', 2, null, '2006-01-01', 'list three: 2005-12'],
  ['AZN', 2, '2006-01-01', null, 'amendment 129'],
  ['MZM', 2, null, '2006-07-01', 'list three: 2006-06'],
  ['MZN', 2, '2006-07-01', null, 'amendment 130'],
  ['GHC', 2, null, '2008-01-01', 'list three: 2008-01'],
  ['GHS', 2, '2007-07-01', null, 'CLDR: GH says the 3rd; the 1st is also given'],
  ['VEB', 2, null, '2008-01-01', 'list three: 2008-01'],
  ['VEF', 2, '2008-01-01', '2018-08-20', 'CLDR: VE; amendment 168'],
  ['VES', 2, '2018-08-20', null, 'amendment 168'],
  ['VED', 2, '2021-10-01', null, 'amendment 170; VES stays beside it'],
  ['TMM', 2, null, '2009-01-01', 'list three: 2009-01'],
  ['TMT', 2, '2009-01-01', null, 'CLDR: TM'],
  ['ZMK', 2, null, '2013-01-01', 'CLDR: ZM'],
  ['ZMW', 2, '2013-01-01', null, 'CLDR: ZM'],
  ['BYR', 0, '2000-01-01', '2017-01-01', 'CLDR: BY; amendment 161'],
  ['BYN', 2, '2016-07-01', null, 'amendment 161'],
  ['MRO', 2, null, '2018-07-01', 'amendment 165'],
  ['MRU', 2, '2018-01-01', null, 'amendment 165'],
  ['STD', 2, null, '2018-07-01', 'amendment 164'],
  ['STN', 2, '2018-01-01', null, 'amendment 164'],
  ['SLL', 2, null, '2024-01-01', 'amendments 171 to 173, 175'],
  ['SLE', 2, '2022-07-01', null, 'amendments 171 and 172'],
  ['ZWL', 2, '2009-02-02', '2024-09-01', 'CLDR: ZW; amendment 177'],
  ['ZWG', 2, '2024-06-25', null, 'amendment 177'],
  // Countries, unions and funds.
  ['CSD', 2, null, '2006-10-25', 'CLDR: RS; list three: 2006-10'],
  ['RSD', 2, '2006-10-25', null, 'CLDR: RS; amendment 134'],
  ['CUC', 2, null, '2021-07-01', 'amendment 178'],
  ['ANG', 2, null, '2025-07-01', 'amendment 176; CLDR: CW, SX'],
  ['XCG', 2, '2025-03-31', null, 'amendment 176'],
  ['XAD', 2, '2025-05-12', null, 'amendment 179'],
];
