import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bannerOf } from '../../../app/clients/banner.ts';
import { oddText, plainTarget } from './odd-values.ts';

const target = { ...plainTarget, environment: null, connectionId: null };

describe('bannerOf', () => {
  it('says what, as whom, where and how', () => {
    const prod = { ...target, environment: { label: 'live', kind: 'prod' } } as const;
    expect(bannerOf(prod, 'psql')).toEqual({
      tag: { text: '[live]', kind: 'prod' },
      line: 'Latchkey: orders, alice@orders.abc.us-east-1.rds.amazonaws.com:5432/shop',
      title: 'orders [live] - psql',
    });
    const through = { host: '127.0.0.1', port: 15_432, route: 'gateway', database: '' } as const;
    expect(bannerOf({ ...target, ...through }, 'pgcli')).toEqual({
      tag: null,
      line: 'Latchkey: orders, alice@127.0.0.1:15432 through the gateway',
      title: 'orders - pgcli',
    });
  });

  it('holds nothing that a terminal would obey, nor what turns the direction of writing', () => {
    const odd = fc.oneof(
      oddText,
      fc.string({ unit: fc.constantFrom('\u001b', '\u0007', '\u009d', '\u202e', '\u2066', 'a') }),
    );
    fc.assert(
      fc.property(odd, odd, odd, (name, dbUser, label) => {
        const { tag, line, title } = bannerOf(
          { ...target, name, dbUser, environment: { label, kind: 'dev' } },
          'psql',
        );
        expect([tag?.text, line, title].join('')).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
      }),
    );
  });
});
