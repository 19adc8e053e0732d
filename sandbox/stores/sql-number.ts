/** Numbers of any size, compared without rounding. */

/** `digits` divided by ten to the power of `scale`, without zeros at the end; equal numbers are written the same. */
export interface Decimal {
  readonly digits: bigint;
  readonly scale: number;
}

const prefix = /^\s*([+-]?)(\d+\.?\d*|\.\d+)(?:[eE]([+-]?\d+))?/;
const whole = /^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*$/;
/** No column here holds a number with an exponent beyond this one. */
const maxExponent = 100;

/** True when the whole text is one number. */
export function isNumber(text: string): boolean {
  return whole.test(text);
}

/** The number that a text begins with, as MySQL takes it: `1abc` is 1 and `abc` is 0. */
export function readDecimal(text: string): Decimal {
  const [, sign = '', number = '0', exponentText = '0'] = prefix.exec(text) ?? [];
  const [integer = '', fraction = ''] = number.split('.');
  const exponent = Math.max(-maxExponent, Math.min(maxExponent, Number(exponentText)));
  const digits = BigInt(`${integer}${fraction}` || '0');
  return reduce(sign === '-' ? -digits : digits, fraction.length - exponent);
}

function reduce(digits: bigint, scale: number): Decimal {
  if (digits === 0n) return { digits, scale: 0 };
  if (scale < 0) return { digits: digits * 10n ** BigInt(-scale), scale: 0 };
  let rest = digits;
  let places = scale;
  while (places > 0 && rest % 10n === 0n) {
    rest /= 10n;
    places -= 1;
  }
  return { digits: rest, scale: places };
}

/** Below 0, 0 or above 0. */
export function compareDecimals(one: Decimal, other: Decimal): number {
  const left = one.digits * 10n ** BigInt(other.scale);
  const right = other.digits * 10n ** BigInt(one.scale);
  return left < right ? -1 : left > right ? 1 : 0;
}

/** With that many digits after the point, halves away from zero, and no minus before a zero. */
export function writeDecimal({ digits, scale }: Decimal, places: number): string {
  const shifted = scale <= places ? digits * 10n ** BigInt(places - scale) : roundOff(digits, scale - places);
  const sign = shifted < 0n ? '-' : '';
  const text = String(shifted < 0n ? -shifted : shifted).padStart(places + 1, '0');
  return places === 0 ? `${sign}${text}` : `${sign}${text.slice(0, -places)}.${text.slice(-places)}`;
}

function roundOff(digits: bigint, places: number): bigint {
  const unit = 10n ** BigInt(places);
  const size = digits < 0n ? -digits : digits;
  const rounded = (size * 2n + unit) / (unit * 2n);
  return digits < 0n ? -rounded : rounded;
}
