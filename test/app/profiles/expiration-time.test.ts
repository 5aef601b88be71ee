import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expirationTime } from '../../../app/profiles/expiration-time.ts';
import { expirations } from './expirations.ts';

describe('when credentials end', () => {
  it.each(expirations.read)('is read from %s', (text, time) => {
    expect(expirationTime(text)).toBe(Date.parse(time));
  });

  it.each(expirations.unreadable)('is not read from %s', (text) => {
    expect(expirationTime(text)).toBeNull();
  });

  it('is the same moment in every zone', () => {
    const time = fc.date({ min: new Date(0), max: new Date('9999-01-01'), noInvalidDate: true });
    const offset = fc.integer({ min: -14 * 60, max: 14 * 60 });
    fc.assert(
      fc.property(time, offset, (moment, minutes) => {
        const sign = minutes < 0 ? '-' : '+';
        const two = (value: number): string => String(value).padStart(2, '0');
        const zone = `${sign}${two(Math.floor(Math.abs(minutes) / 60))}:${two(Math.abs(minutes) % 60)}`;
        const there = new Date(moment.getTime() + minutes * 60_000).toISOString().replace('Z', '');
        if (!/^\d{4}-/.test(there)) return;
        expect(expirationTime(`${there}${zone}`)).toBe(moment.getTime());
        expect(expirationTime(`${there}${zone.replace(':', '')}`)).toBe(moment.getTime());
      }),
    );
  });

  it('is nothing, or a time, for any text', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), (text) => {
        const time = expirationTime(text);
        expect(time === null || Number.isFinite(time)).toBe(true);
      }),
    );
  });
});
