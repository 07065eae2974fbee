/**
 * A ready chart for a company that makes and sells goods, under IFRS.
 *
 * Codes and wording are our own. The first digit is the kind of account, the second the line of the
 * statement, so the ready layouts (ready-layouts.ts) go by ranges of codes and keep working when
 * accounts are added. Change what you like before the first posting; after it change codes and
 * names, never ids.
 */
import type { AccountInput } from '../account.ts';
import { chartFromOutline } from './chart-outline.ts';

/**
 * The accounts, to be handed to `checkChart` or `openBooks`.
 *
 * Receivables and payables are control accounts. Interest paid and received is operating here, as
 * IAS 7.33 allows until IFRS 18 is applied; tag it otherwise if your policy does.
 */
export const tradingChart: readonly AccountInput[] = chartFromOutline(`
1000 assets | Assets | Vermögenswerte | asset
  1100 cash-and-bank | Cash and cash equivalents | Zahlungsmittel
    1110 petty-cash | Cash on hand | Kasse | monetary
    1120 bank | Bank, current account | Bankkonto | monetary
    1130 bank-foreign | Bank, foreign currencies | Bankkonto Fremdwährung | monetary
    1140 cash-in-transit | Cash in transit | Geldtransit | monetary
  1200 receivables | Receivables | Forderungen
    1210 trade-receivables | Trade receivables | Kundenforderungen | openItems operating
    1220 loss-allowance | Allowance for credit losses | Wertberichtigung Forderungen | operating
    1230 other-receivables | Other receivables | Sonstige Forderungen | monetary operating
    1240 input-tax | Input tax recoverable | Vorsteuer | monetary operating
    1250 income-tax-receivable | Income tax refundable | Steuererstattung | monetary operating
  1300 inventories | Inventories | Vorräte
    1310 raw-materials | Raw materials and parts | Rohstoffe und Teile | operating
    1320 work-in-progress | Work in progress | Unfertige Erzeugnisse | operating
    1330 finished-goods | Finished goods | Fertige Erzeugnisse | operating
    1340 merchandise | Goods for resale | Handelswaren | operating
    1390 inventory-write-down | Write-down of inventories | Abwertung Vorräte | operating
  1400 other-current-assets | Other current assets | Übrige kurzfristige Vermögenswerte
    1410 prepaid-expenses | Prepaid expenses | Aktive Rechnungsabgrenzung | operating
    1420 advances-to-suppliers | Advances to suppliers | Geleistete Anzahlungen | operating
  1500 property-plant-equipment | Property, plant and equipment | Sachanlagen
    1510 land-and-buildings | Land and buildings | Grundstücke und Gebäude | investing
    1520 machinery | Machinery and vehicles | Maschinen und Fahrzeuge | investing
    1540 office-equipment | Furniture and equipment | Geschäftsausstattung | investing
    1560 right-of-use-assets | Right-of-use assets | Nutzungsrechte | investing
    1590 accumulated-depreciation | Accumulated depreciation | Kumulierte Abschreibung | investing
  1600 intangible-assets | Intangible assets | Immaterielle Vermögenswerte
    1610 software | Software and licences | Software und Lizenzen | investing
    1620 goodwill | Goodwill | Geschäfts- oder Firmenwert | investing
    1690 accumulated-amortisation | Accumulated amortisation | Kumulierte Amortisation | investing
  1700 financial-assets | Non-current financial assets | Langfristige Finanzanlagen
    1710 investments | Investments in other companies | Beteiligungen | investing
    1730 deferred-tax-assets | Deferred tax assets | Aktive latente Steuern | operating
2000 liabilities | Liabilities | Schulden | liability
  2100 trade-and-other-payables | Trade and other payables | Verbindlichkeiten
    2110 trade-payables | Trade payables | Lieferantenverbindlichkeiten | openItems operating
    2120 goods-received | Goods received, not invoiced | Wareneingang ohne Rechnung | operating
    2130 accrued-expenses | Accrued expenses | Abgegrenzte Aufwendungen | monetary operating
    2140 contract-liabilities | Advances from customers | Erhaltene Anzahlungen | operating
    2150 wages-payable | Wages payable | Löhne und Gehälter, offen | monetary operating
    2160 payroll-tax-payable | Payroll tax and levies | Lohnsteuer und Abgaben | monetary operating
  2200 tax-liabilities | Tax liabilities | Steuerschulden
    2210 output-tax | Output tax | Umsatzsteuer | monetary operating
    2220 tax-payable | Sales tax payable | Umsatzsteuerzahllast | monetary operating
    2230 income-tax-payable | Income tax payable | Ertragsteuern, offen | monetary operating
  2300 provisions | Provisions | Rückstellungen
    2310 warranty-provision | Warranties | Gewährleistungen | operating
  2400 current-borrowings | Current borrowings | Kurzfristige Finanzschulden
    2410 bank-loans-current | Bank loans, current | Bankdarlehen, kurzfristig | monetary financing
    2420 leases-current | Lease liabilities, current | Leasing, kurzfristig | monetary financing
    2430 dividends-payable | Dividends payable | Ausschüttungen, offen | monetary financing
  2500 non-current-liabilities | Non-current liabilities | Langfristige Schulden
    2510 bank-loans | Bank loans | Bankdarlehen | monetary financing
    2520 leases | Lease liabilities | Leasingverbindlichkeiten | monetary financing
    2530 deferred-tax-liabilities | Deferred tax liabilities | Passive latente Steuern | operating
3000 equity | Equity | Eigenkapital | equity
  3100 share-capital | Share capital | Gezeichnetes Kapital | financing
  3200 share-premium | Share premium | Kapitalrücklage | financing
  3300 retained-earnings | Retained earnings | Gewinnrücklagen | financing
  3400 translation-reserve | Translation reserve | Währungsumrechnungsrücklage
  3900 currency-trading | Currency conversion | Währungsverrechnung | trading
4000 income | Income | Erträge | income
  4100 revenue | Revenue | Umsatzerlöse
    4110 sales-of-products | Sales of own products | Erlöse eigene Erzeugnisse
    4120 sales-of-merchandise | Sales of goods for resale | Erlöse Handelswaren
    4130 sales-of-services | Sales of services | Erlöse Dienstleistungen
    4190 sales-reductions | Discounts and returns | Erlösschmälerungen
  4200 other-income | Other income | Sonstige Erträge
    4210 sundry-income | Sundry income | Übrige Erträge
    4220 gain-on-disposal | Gains on disposal of assets | Gewinne aus Anlagenabgang | investing
  4300 finance-income | Finance income | Finanzerträge
    4310 interest-income | Interest income | Zinserträge
    4320 exchange-gains | Exchange gains, realised | Kursgewinne, realisiert
    4330 unrealised-exchange-gains | Exchange gains, unrealised | Kursgewinne, unrealisiert
5000 cost-of-sales | Cost of sales | Umsatzkosten | expense
  5110 cost-of-goods-sold | Cost of goods sold | Wareneinsatz
  5120 materials-used | Materials used | Materialaufwand
  5130 production-wages | Production wages | Fertigungslöhne
  5140 price-variances | Price and usage variances | Preis- und Mengenabweichungen
  5150 inventory-losses | Scrap and stock differences | Schwund und Bestandsdifferenzen
  5160 inbound-freight | Freight and duties inwards | Bezugsnebenkosten
6000 operating-expenses | Operating expenses | Betriebliche Aufwendungen | expense
  6100 employee-expenses | Employee expenses | Personalaufwand
    6110 wages | Wages and salaries | Löhne und Gehälter
    6120 social-security | Social security | Sozialabgaben
  6200 other-expenses | Other operating expenses | Sonstige Aufwendungen
    6210 rent | Rent and premises | Miete und Nebenkosten
    6220 outbound-freight | Freight outwards | Ausgangsfrachten
    6230 advertising | Advertising | Werbung
    6240 travel | Travel | Reisekosten
    6250 it-expenses | IT and communication | IT und Kommunikation
    6260 professional-fees | Professional fees | Rechts- und Beratungskosten
    6280 credit-losses | Credit losses | Forderungsverluste
    6290 sundry-expenses | Sundry expenses | Übrige Aufwendungen
  6300 depreciation-expense | Depreciation and amortisation | Abschreibungen
    6310 depreciation | Depreciation | Abschreibung Sachanlagen
    6320 amortisation | Amortisation | Abschreibung Immaterielles
    6330 loss-on-disposal | Losses on disposal of assets | Verluste aus Anlagenabgang | investing
7000 finance-expenses | Finance costs | Finanzaufwendungen | expense
  7110 interest-expense | Interest expense | Zinsaufwand
  7120 bank-charges | Bank charges | Bankgebühren
  7130 exchange-losses | Exchange losses, realised | Kursverluste, realisiert
  7140 unrealised-exchange-losses | Exchange losses, unrealised | Kursverluste, unrealisiert
  7190 rounding-differences | Rounding differences | Rundungsdifferenzen
8000 income-tax | Income tax | Ertragsteuern | expense
  8110 current-tax | Current tax | Laufende Steuern
  8120 deferred-tax | Deferred tax | Latente Steuern
`);
