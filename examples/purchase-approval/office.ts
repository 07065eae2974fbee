/** When the office works: two working days from Friday noon are Tuesday noon. */
import { createCalendar } from '@kontor/kernel';

/** The office's calendar. */
export const office = createCalendar({
  zone: 'Europe/Amsterdam',
  week: { 'mon-fri': ['09:00-17:00'] },
  holidays: ['2026-04-03', '2026-04-06'],
});
