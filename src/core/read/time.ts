/** Times as logs write them, turned into the one form in which they sort. Knows no clock. */

const timeShape = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d+))?(?:Z|([+-])([01]\d|2[0-3]):([0-5]\d))$/i;

/**
 * An RFC 3339 time in UTC with six decimals, `2026-10-01T08:00:00.000000Z`; further digits are cut.
 * @returns `null` where the text is no time of the calendar (February 30, 25:00).
 */
export function utcTime(text: string | null): string | null {
  const match = text === null ? null : timeShape.exec(text);
  if (match === null) return null;
  const [, written = '', fraction = '', sign, hours, minutes] = match;
  const local = written.toUpperCase();
  const at = new Date(`${local}Z`);
  // Date is lenient: 24:00 and February 30 roll over, and then the round trip differs.
  if (Number.isNaN(at.getTime()) || secondsOf(at) !== local) return null;
  const decimals = `${fraction.slice(0, 6).padEnd(6, '0')}Z`;
  if (sign === undefined) return `${local}.${decimals}`;
  const offset = (Number(hours) * 60 + Number(minutes)) * 60_000;
  const utc = secondsOf(new Date(at.getTime() + (sign === '+' ? -offset : offset)));
  return /^\d{4}-/.test(utc) ? `${utc}.${decimals}` : null;
}

const secondsOf = (at: Date): string => at.toISOString().slice(0, -5);
