/**
 * A ready chart for a company that sells software and services, under IFRS.
 *
 * It is built like the one for trading: the same ids for the same things, and the same digits, so
 * that the same layouts and roles serve both. Codes and wording are our own.
 */
import type { AccountInput } from '../account.ts';
import { chartFromOutline } from './chart-outline.ts';

/**
 * The accounts, to be handed to `checkChart` or `openBooks`.
 *
 * Subscriptions paid ahead are contract liabilities, work done and not yet billed contract assets
 * (IFRS 15.105); commissions that won a contract are an asset and amortised (IFRS 15.91).
 */
export const servicesChart: readonly AccountInput[] = chartFromOutline(`
1000 assets | Assets | Vermögenswerte | asset
  1100 cash-and-bank | Cash and cash equivalents | Zahlungsmittel
    1120 bank | Bank, current account | Bankkonto | monetary
    1130 bank-foreign | Bank, foreign currencies | Bankkonto Fremdwährung | monetary
    1140 payment-providers | Payment providers | Zahlungsdienstleister | monetary
  1200 receivables | Receivables | Forderungen
    1210 trade-receivables | Trade receivables | Kundenforderungen | openItems operating
    1220 loss-allowance | Allowance for credit losses | Wertberichtigung Forderungen | operating
    1230 contract-assets | Contract assets | Vertragsvermögenswerte | operating
    1240 input-tax | Input tax recoverable | Vorsteuer | monetary operating
    1250 income-tax-receivable | Income tax refundable | Steuererstattung | monetary operating
  1400 other-current-assets | Other current assets | Übrige kurzfristige Vermögenswerte
    1410 prepaid-expenses | Prepaid expenses | Aktive Rechnungsabgrenzung | operating
    1430 contract-costs | Costs of winning contracts | Vertragskosten | operating
  1500 property-plant-equipment | Property, plant and equipment | Sachanlagen
    1540 office-equipment | Computers and furniture | Geschäftsausstattung | investing
    1560 right-of-use-assets | Right-of-use assets | Nutzungsrechte | investing
    1590 accumulated-depreciation | Accumulated depreciation | Kumulierte Abschreibung | investing
  1600 intangible-assets | Intangible assets | Immaterielle Vermögenswerte
    1610 software | Software and licences | Software und Lizenzen | investing
    1630 development-costs | Development costs | Entwicklungskosten | investing
    1690 accumulated-amortisation | Accumulated amortisation | Kumulierte Amortisation | investing
2000 liabilities | Liabilities | Schulden | liability
  2100 trade-and-other-payables | Trade and other payables | Verbindlichkeiten
    2110 trade-payables | Trade payables | Lieferantenverbindlichkeiten | openItems operating
    2130 accrued-expenses | Accrued expenses | Abgegrenzte Aufwendungen | monetary operating
    2140 contract-liabilities | Deferred revenue | Vertragsverbindlichkeiten | operating
    2150 wages-payable | Wages payable | Löhne und Gehälter, offen | monetary operating
    2160 payroll-tax-payable | Payroll tax and levies | Lohnsteuer und Abgaben | monetary operating
  2200 tax-liabilities | Tax liabilities | Steuerschulden
    2210 output-tax | Output tax | Umsatzsteuer | monetary operating
    2220 tax-payable | Sales tax payable | Umsatzsteuerzahllast | monetary operating
    2230 income-tax-payable | Income tax payable | Ertragsteuern, offen | monetary operating
  2500 non-current-liabilities | Non-current liabilities | Langfristige Schulden
    2510 loans | Loans | Darlehen | monetary financing
    2520 leases | Lease liabilities | Leasingverbindlichkeiten | monetary financing
3000 equity | Equity | Eigenkapital | equity
  3100 share-capital | Share capital | Gezeichnetes Kapital | financing
  3200 share-premium | Share premium | Kapitalrücklage | financing
  3300 retained-earnings | Retained earnings | Gewinnrücklagen | financing
  3900 currency-trading | Currency conversion | Währungsverrechnung | trading
4000 income | Income | Erträge | income
  4100 revenue | Revenue | Umsatzerlöse
    4110 subscriptions | Subscriptions | Erlöse Abonnements
    4120 licences | Licences | Erlöse Lizenzen
    4130 sales-of-services | Projects and services | Erlöse Dienstleistungen
    4190 sales-reductions | Credits and discounts | Erlösschmälerungen
  4200 other-income | Other income | Sonstige Erträge
    4210 sundry-income | Sundry income | Übrige Erträge
  4300 finance-income | Finance income | Finanzerträge
    4310 interest-income | Interest income | Zinserträge
    4320 exchange-gains | Exchange gains, realised | Kursgewinne, realisiert
    4330 unrealised-exchange-gains | Exchange gains, unrealised | Kursgewinne, unrealisiert
5000 cost-of-sales | Cost of sales | Umsatzkosten | expense
  5110 hosting | Hosting and infrastructure | Hosting und Infrastruktur
  5120 subcontractors | Subcontractors | Fremdleistungen
  5140 payment-fees | Payment fees | Zahlungsgebühren
6000 operating-expenses | Operating expenses | Betriebliche Aufwendungen | expense
  6100 employee-expenses | Employee expenses | Personalaufwand
    6110 wages | Wages and salaries | Löhne und Gehälter
    6120 social-security | Social security | Sozialabgaben
  6200 other-expenses | Other operating expenses | Sonstige Aufwendungen
    6210 rent | Rent and premises | Miete und Nebenkosten
    6230 advertising | Marketing | Marketing
    6240 travel | Travel | Reisekosten
    6250 it-expenses | Tools and communication | Werkzeuge und Kommunikation
    6260 professional-fees | Professional fees | Rechts- und Beratungskosten
    6280 credit-losses | Credit losses | Forderungsverluste
    6290 sundry-expenses | Sundry expenses | Übrige Aufwendungen
  6300 depreciation-expense | Depreciation and amortisation | Abschreibungen
    6310 depreciation | Depreciation | Abschreibung Sachanlagen
    6320 amortisation | Amortisation | Abschreibung Immaterielles
7000 finance-expenses | Finance costs | Finanzaufwendungen | expense
  7110 interest-expense | Interest expense | Zinsaufwand
  7120 bank-charges | Bank charges | Bankgebühren
  7130 exchange-losses | Exchange losses, realised | Kursverluste, realisiert
  7140 unrealised-exchange-losses | Exchange losses, unrealised | Kursverluste, unrealisiert
  7190 rounding-differences | Rounding differences | Rundungsdifferenzen
8000 income-tax | Income tax | Ertragsteuern | expense
  8110 current-tax | Current tax | Laufende Steuern
`);
