/** Five people who ask for a loan. Amounts are EUR, rates are of a year. */

/** What a request brings: the inputs of the decision model. */
export const requests = [
  {
    applicant: person('Ann', '1990-05-17', 'permanent', 3200, 210.5, 0),
    loan: { amount: 9000, rate: 0.048, months: 48 },
  },
  {
    applicant: person('Ben', '1985-11-02', 'self-employed', 4100, 0, 0),
    loan: { amount: 15000, rate: 0.059, months: 36 },
  },
  // 100.4 and 170.8 of 678 are two fifths of the income; in binary floats a hair more.
  {
    applicant: person('Cem', '2003-01-30', 'permanent', 678, 170.8, 0),
    loan: { amount: 1004, rate: 0, months: 10 },
  },
  {
    applicant: person('Dee', '1979-08-08', 'temporary', 1500, 640, 4),
    loan: { amount: 12000, rate: 0.079, months: 24 },
  },
  {
    applicant: person('Eve', '2008-03-03', 'permanent', 1200, 0, 0),
    loan: { amount: 500, rate: 0.039, months: 6 },
  },
] as const;

function person(
  name: string,
  born: string,
  work: string,
  income: number,
  debts: number,
  missed: number,
) {
  return { name, born, work, income, debts, 'missed payments': missed };
}
