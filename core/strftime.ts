/**
 * Writes a moment in the machine's time zone, as C's and Python's `strftime`
 * do in the C locale.
 *
 * | directive | gives |
 * | --- | --- |
 * | `%a` `%A` | day of the week: `Mon`, `Monday` |
 * | `%b` `%B` | month: `Jan`, `January` |
 * | `%c` | date and time: `Mon Jan  5 09:07:03 2026` |
 * | `%d` `%e` | day of the month: `05`, ` 5` |
 * | `%f` | microseconds: 000000 to 999999 |
 * | `%F` | date: `2026-01-05` |
 * | `%H` `%I` `%p` | hour: 00 to 23, 01 to 12, `AM` or `PM` |
 * | `%j` | day of the year: 001 to 366 |
 * | `%m` | month: 01 to 12 |
 * | `%M` `%S` | minute, second: 00 to 59 |
 * | `%s` | seconds since 1970 |
 * | `%T` `%X` | time: `09:07:03` |
 * | `%U` `%W` | week of the year from its first Sunday or Monday: 00 to 53 |
 * | `%V` | week of the year by ISO 8601: 01 to 53 |
 * | `%w` | day of the week: 0 (Sunday) to 6 |
 * | `%x` | date: `01/05/26` |
 * | `%y` `%Y` | year: `26`, `2026` |
 * | `%z` `%Z` | time zone: `+0530`, and by name: `UTC`, `EST`, `GMT+5:30` |
 * | `%%` | a percent sign |
 *
 * Anything else stays as it is. No number makes it throw, since timestamps
 * come from other nodes: of one that is no moment each directive gives `?`.
 *
 * @param format the text, with directives
 * @param seconds the moment, in seconds since 1970
 *
 * @example
 * ```ts
 * import { strftime } from "kozo";
 *
 * strftime("[%Y-%m-%d %H:%M:%S] ", 1767604023); // "[2026-01-05 09:07:03] "
 * ```
 */
export function strftime(format: string, seconds: number): string {
  const moment = toMoment(seconds);
  return format.replace(/%([a-zA-Z%])/g, (whole, letter: string) => {
    const directive = DIRECTIVES[letter];
    if (directive === undefined) return whole;
    return moment === undefined ? "?" : directive(moment);
  });
}

interface Moment {
  /** It in the machine's time zone, to the millisecond. */
  readonly date: Date;
  /** The same in microseconds since 1970. */
  readonly microseconds: number;
}

function toMoment(seconds: number): Moment | undefined {
  const microseconds = Math.round(seconds * 1e6);
  const date = new Date(Math.floor(microseconds / 1000));
  return isNaN(date.getTime()) ? undefined : { date, microseconds };
}

type Directive = (moment: Moment) => string;

const DIRECTIVES: Readonly<Record<string, Directive>> = {
  a: ({ date }) => dayName(date).slice(0, 3),
  A: ({ date }) => dayName(date),
  b: ({ date }) => monthName(date).slice(0, 3),
  B: ({ date }) => monthName(date),
  c: composed("%a %b %e %H:%M:%S %Y"),
  d: ({ date }) => padded(date.getDate(), 2),
  e: ({ date }) => padded(date.getDate(), 2, " "),
  f: ({ microseconds }) => padded(modulo(microseconds, 1e6), 6),
  F: composed("%Y-%m-%d"),
  H: ({ date }) => padded(date.getHours(), 2),
  I: ({ date }) => padded(modulo(date.getHours() - 1, 12) + 1, 2),
  j: ({ date }) => padded(dayOfYear(date) + 1, 3),
  m: ({ date }) => padded(date.getMonth() + 1, 2),
  M: ({ date }) => padded(date.getMinutes(), 2),
  p: ({ date }) => date.getHours() < 12 ? "AM" : "PM",
  s: ({ microseconds }) => String(Math.floor(microseconds / 1e6)),
  S: ({ date }) => padded(date.getSeconds(), 2),
  T: composed("%H:%M:%S"),
  U: ({ date }) => padded(weekOfYear(date, date.getDay()), 2),
  V: ({ date }) => padded(isoWeek(date), 2),
  w: ({ date }) => String(date.getDay()),
  W: ({ date }) => padded(weekOfYear(date, daysSinceMonday(date)), 2),
  x: composed("%m/%d/%y"),
  X: composed("%H:%M:%S"),
  y: ({ date }) => padded(modulo(date.getFullYear(), 100), 2),
  Y: ({ date }) => String(date.getFullYear()),
  z: ({ date }) => zoneOffset(date),
  Z: ({ date }) => zoneName(date),
  "%": () => "%",
};

function composed(format: string): Directive {
  return ({ microseconds }) => strftime(format, microseconds / 1e6);
}

function padded(value: number, width: number, fill = "0"): string {
  return String(value).padStart(width, fill);
}

/** The remainder that is never negative. */
function modulo(value: number, divisor: number): number {
  return ((value % divisor) + divisor) % divisor;
}

function dayName(date: Date): string {
  return date.toLocaleDateString("en-US", { weekday: "long" });
}

function monthName(date: Date): string {
  return date.toLocaleDateString("en-US", { month: "long" });
}

/** Days since the first of January. Counted in UTC, where all have 24 hours. */
function dayOfYear(date: Date): number {
  const year = date.getFullYear();
  const today = utcDay(year, date.getMonth(), date.getDate());
  return today - utcDay(year, 0, 1);
}

/** Days since 1970. (`Date.UTC` takes the years 0 to 99 for 1900 to 1999.) */
function utcDay(year: number, month: number, day: number): number {
  return new Date(0).setUTCFullYear(year, month, day) / 86_400_000;
}

function daysSinceMonday(date: Date): number {
  return (date.getDay() + 6) % 7;
}

/** The week of the year, 0 before its first whole week. */
function weekOfYear(date: Date, daysSinceWeekBegan: number): number {
  return Math.floor((dayOfYear(date) + 7 - daysSinceWeekBegan) / 7);
}

/** A week by ISO 8601 belongs to the year that its Thursday is in. */
function isoWeek(date: Date): number {
  const thursday = new Date(date);
  thursday.setDate(date.getDate() + 3 - daysSinceMonday(date));
  return Math.floor(dayOfYear(thursday) / 7) + 1;
}

function zoneOffset(date: Date): string {
  const minutes = -date.getTimezoneOffset();
  const [hours, rest] = [Math.abs(minutes) / 60, Math.abs(minutes) % 60];
  const sign = minutes < 0 ? "-" : "+";
  return sign + padded(Math.floor(hours), 2) + padded(Math.floor(rest), 2);
}

function zoneName(date: Date): string {
  return new Intl.DateTimeFormat("en-US", { timeZoneName: "short" })
    .formatToParts(date)
    .find((part) => part.type === "timeZoneName")?.value ?? "";
}
