/** Times as logs write them, turned into the one form in which they sort. Knows no clock. */

const timeShape =
  /^(\d{4}-\d\d-\d\d)T(\d\d:[0-5]\d:[0-5]\d)(?:\.(\d+))?(?:Z|([+-])([01]\d|2[0-3]):([0-5]\d))$/i;

/** As Kubernetes writes it, which is the form wanted, on one of the days that every month has. */
const usualShape =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{6}Z$/;

/**
 * An RFC 3339 time in UTC with six decimals, `2026-10-01T08:00:00.000000Z`; further digits are cut.
 * @returns `null` where the text is no time of the calendar (February 30, 25:00).
 */
export function utcTime(text: string | null): string | null {
  if (text === null) return null;
  if (usualShape.test(text)) return text;
  const match = timeShape.exec(text);
  if (match === null) return null;
  const [, day = '', clock = '', fraction = '', sign, hours, minutes] = match;
  if (!isDay(day) || clock >= '24') return null;
  const decimals = `${fraction.slice(0, 6).padEnd(6, '0')}Z`;
  if (sign === undefined) return `${day}T${clock}.${decimals}`;
  const offset = (Number(hours) * 60 + Number(minutes)) * 60_000;
  const utc = new Date(Date.parse(`${day}T${clock}Z`) + (sign === '+' ? -offset : offset)).toISOString();
  // A year behind 9999 or ahead of 0000 is written with a sign and six digits.
  return utc.length === 24 ? `${utc.slice(0, 19)}.${decimals}` : null;
}

const daysOfMonth = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function isDay(text: string): boolean {
  const year = Number(text.slice(0, 4));
  const month = Number(text.slice(5, 7));
  const day = Number(text.slice(8));
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return day >= 1 && day <= (month === 2 && isLeap ? 29 : (daysOfMonth[month - 1] ?? 0));
}
