/**
 * The words and the number formats of a printed quote, by language: data to take and change.
 *
 * @source separators and orders of days: Unicode CLDR, en, de, fr
 */

/** How numbers and days are written. */
export interface DocumentFormat {
  readonly decimalSign: string;
  readonly groupSign: string;
  /** With `dd`, `mm` and `yyyy`. */
  readonly day: string;
}

/** The words of a quote. */
export interface DocumentLabels {
  readonly quote: string;
  readonly number: string;
  readonly version: string;
  readonly date: string;
  readonly validUntil: string;
  readonly position: string;
  readonly description: string;
  readonly quantity: string;
  readonly unitPrice: string;
  readonly discount: string;
  readonly amount: string;
  readonly options: string;
  readonly optional: string;
  readonly alternative: string;
  readonly subtotal: string;
  readonly net: string;
  readonly tax: string;
  readonly rate: string;
  readonly base: string;
  readonly total: string;
  readonly includesTax: string;
  readonly excludesTax: string;
  readonly terms: string;
  readonly free: string;
  readonly acceptance: string;
  readonly placeAndDate: string;
  readonly signature: string;
}

/** A language of documents. */
export interface DocumentLanguage {
  /** BCP 47. */
  readonly tag: string;
  readonly format: DocumentFormat;
  readonly labels: DocumentLabels;
}

const en: DocumentLanguage = {
  tag: 'en',
  format: { decimalSign: '.', groupSign: ',', day: 'dd/mm/yyyy' },
  labels: {
    quote: 'Quote',
    number: 'Number',
    version: 'Version',
    date: 'Date',
    validUntil: 'Valid until',
    position: 'No.',
    description: 'Description',
    quantity: 'Quantity',
    unitPrice: 'Unit price',
    discount: 'Discount',
    amount: 'Amount',
    options: 'Options, not in the total',
    optional: 'optional',
    alternative: 'alternative',
    subtotal: 'Subtotal',
    net: 'Net total',
    tax: 'Tax',
    rate: 'Rate',
    base: 'On',
    total: 'Total',
    includesTax: 'Prices include tax.',
    excludesTax: 'Prices are without tax.',
    terms: 'Terms',
    free: 'free',
    acceptance: 'We accept this quote.',
    placeAndDate: 'Place, date',
    signature: 'Signature',
  },
};

const de: DocumentLanguage = {
  tag: 'de',
  format: { decimalSign: ',', groupSign: '.', day: 'dd.mm.yyyy' },
  labels: {
    quote: 'Angebot',
    number: 'Nummer',
    version: 'Fassung',
    date: 'Datum',
    validUntil: 'Gültig bis',
    position: 'Pos.',
    description: 'Bezeichnung',
    quantity: 'Menge',
    unitPrice: 'Einzelpreis',
    discount: 'Rabatt',
    amount: 'Betrag',
    options: 'Optionen, nicht im Gesamtbetrag',
    optional: 'optional',
    alternative: 'alternativ',
    subtotal: 'Zwischensumme',
    net: 'Nettobetrag',
    tax: 'Steuer',
    rate: 'Satz',
    base: 'Auf',
    total: 'Gesamtbetrag',
    includesTax: 'Preise enthalten die Steuer.',
    excludesTax: 'Preise ohne Steuer.',
    terms: 'Bedingungen',
    free: 'kostenlos',
    acceptance: 'Wir nehmen dieses Angebot an.',
    placeAndDate: 'Ort, Datum',
    signature: 'Unterschrift',
  },
};

const fr: DocumentLanguage = {
  tag: 'fr',
  format: { decimalSign: ',', groupSign: '\u202F', day: 'dd/mm/yyyy' },
  labels: {
    quote: 'Devis',
    number: 'Numéro',
    version: 'Version',
    date: 'Date',
    validUntil: 'Valable jusqu’au',
    position: 'N°',
    description: 'Désignation',
    quantity: 'Quantité',
    unitPrice: 'Prix unitaire',
    discount: 'Remise',
    amount: 'Montant',
    options: 'Options, hors total',
    optional: 'en option',
    alternative: 'variante',
    subtotal: 'Sous-total',
    net: 'Total HT',
    tax: 'Taxe',
    rate: 'Taux',
    base: 'Base',
    total: 'Total TTC',
    includesTax: 'Prix toutes taxes comprises.',
    excludesTax: 'Prix hors taxes.',
    terms: 'Conditions',
    free: 'gratuit',
    acceptance: 'Bon pour accord.',
    placeAndDate: 'Lieu, date',
    signature: 'Signature',
  },
};

/** The languages that come with it. */
export const documentLanguages = { en, de, fr } as const;
