/** Months as dates in words name them, in short or in full. */
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const NAME =
  '(?<name>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)';
const WEEKDAY = String.raw`(?:[a-z]{3,9},?\s+)?`;

const TIME = String.raw`(?<hour>\d{1,2})(?::?(?<minute>\d{2})(?::?(?<second>\d{2})(?:[.,](?<fraction>\d+))?)?)?(?:\s*(?<half>[ap]m))?`;
/** Without a zone nobody knows when it is. `UTC+3` is none: to some it is three hours ahead, to Python behind. */
const ZONE = String.raw`\s*(?<zone>Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)`;

/** ISO 8601 in both its forms, with `T` or a space, and dates as mail, people and the program `date` write them. */
const FORMS = [
  String.raw`(?<year>\d{4})([-/.]?)(?<month>\d{2})\2(?<day>\d{2})(?:T|\s+)?${TIME}${ZONE}`,
  String.raw`${WEEKDAY}(?<day>\d{1,2})[\s-]${NAME}[\s-](?<year>\d{4}),?\s+${TIME}${ZONE}`,
  String.raw`${WEEKDAY}${NAME}\s+(?<day>\d{1,2}),?\s+(?<year>\d{4}),?\s+${TIME}${ZONE}`,
  String.raw`${WEEKDAY}${NAME}\s+(?<day>\d{1,2})\s+${TIME}${ZONE}\s+(?<year>\d{4})`,
].map((form) => new RegExp(`^${form}$`, 'i'));

/**
 * When credentials end, as a program or a file writes it. The AWS CLI takes almost any way of writing a date
 * (Python's `dateutil`); these are the ones that name a moment for sure. One without a time zone stops the AWS CLI
 * too.
 *
 * @returns milliseconds since the epoch, or null where it is no moment
 */
export function expirationTime(text: string): number | null {
  const trimmed = text.trim();
  for (const form of FORMS) {
    const found = form.exec(trimmed)?.groups;
    if (found !== undefined) return momentOf(found);
  }
  return null;
}

function momentOf(found: Readonly<Record<string, string | undefined>>): number | null {
  const number = (name: string): number => Number(found[name] ?? '0');
  const { name } = found;
  const month = name === undefined ? number('month') - 1 : MONTHS.indexOf(name.slice(0, 3).toLowerCase());
  const hour = hourOf(number('hour'), found['half']?.toLowerCase());
  const [year, day, minute, second] = [number('year'), number('day'), number('minute'), number('second')];
  const millisecond = Number((found['fraction'] ?? '').slice(0, 3).padEnd(3, '0'));
  const local = Date.UTC(year, month, day, hour, minute, second, millisecond);
  const read = new Date(local);
  // 30 February and 25 o'clock would become other moments
  const isReal =
    [read.getUTCFullYear(), read.getUTCMonth(), read.getUTCDate()].join() === [year, month, day].join() &&
    hour < 24 &&
    minute < 60 &&
    second < 60;
  const offset = offsetOf(found['zone'] ?? '');
  return isReal && offset !== null ? local - offset * 60_000 : null;
}

/** The hour from 0 to 23; not a number where a half of the day has no such hour. */
function hourOf(hour: number, half: string | undefined): number {
  if (half === undefined) return hour;
  if (hour < 1 || hour > 12) return Number.NaN;
  return (hour % 12) + (half === 'pm' ? 12 : 0);
}

/** How far a zone is ahead of UTC, in minutes; null where no zone is so far. */
function offsetOf(zone: string): number | null {
  const [, sign, hours, minutes = '00'] = /([+-])(\d{2}):?(\d{2})?$/.exec(zone) ?? [];
  if (sign === undefined) return 0;
  const offset = Number(hours) * 60 + Number(minutes);
  if (offset >= 24 * 60) return null;
  return sign === '-' ? -offset : offset;
}
