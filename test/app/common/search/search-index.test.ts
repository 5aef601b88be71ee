import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { following } from '../../../../app/common/search/follow.ts';
import { marksIn } from '../../../../app/common/search/marks.ts';
import { mistakesIn } from '../../../../app/common/search/nearness.ts';
import { wordsOf } from '../../../../app/common/search/query.ts';
import { createSearchIndex, type SearchField } from '../../../../app/common/search/search-index.ts';
import { anyText } from '../../any-text.ts';

interface Thing {
  readonly name: string;
  readonly about?: string;
  readonly code?: string;
}

function fieldsOf({ name, about, code }: Thing): readonly SearchField[] {
  return [
    { kind: 'name', text: name },
    ...(about === undefined ? [] : [{ kind: 'word' as const, text: about }]),
    ...(code === undefined ? [] : [{ kind: 'code' as const, text: code }]),
  ];
}

/** The names of what is found, the best first. */
function find(things: readonly Thing[], query: string): readonly string[] {
  const index = createSearchIndex(fieldsOf);
  things.forEach(index.add);
  const found = index.search(wordsOf(query));
  const names = things
    .filter((thing) => found.scoreOf(thing) > 0)
    .toSorted((a, b) => found.scoreOf(b) - found.scoreOf(a))
    .map(({ name }) => name);
  expect(found.count).toBe(names.length);
  return names;
}

describe('a search', () => {
  it('wants every word, in any order', () => {
    const things = [{ name: 'orders-prod' }, { name: 'orders-dev' }, { name: 'prod-billing' }];
    expect(find(things, 'prod orders')).toEqual(['orders-prod']);
    expect(find(things, 'orders nothing')).toEqual([]);
  });

  it('finds words that are joined or parted, whatever separates them', () => {
    const things = [{ name: 'billing-audit' }, { name: 'billingaudit2' }, { name: 'audit' }];
    for (const query of ['billingaudit', 'billing_audit', 'billing.audit', 'BILLING-AUDIT', 'billingaud'])
      expect(find(things, query).toSorted()).toEqual(['billing-audit', 'billingaudit2']);
    // another order is found by its parts
    expect(find(things, 'audit-billing')[0]).toBe('billing-audit');
  });

  it('does not find letters across words', () => {
    expect(find([{ name: 'orders-audit' }], 'ersau')).toEqual([]);
    expect(find([{ name: 'reorders' }], 'ord')).toEqual(['reorders']);
    expect(find([{ name: 'reorders' }], 'or')).toEqual([]);
  });

  it.each([
    ['ordr', 'a letter that is missing'],
    ['oders', 'a letter that is missing in the middle'],
    ['orderrs', 'a letter too much'],
    ['oredrs', 'letters that are swapped'],
    ['roders', 'first letters that are swapped'],
    ['irders', 'another first letter'],
    ['ordets', 'another letter'],
  ])('forgives %s: %s', (query) => {
    expect(find([{ name: 'orders' }, { name: 'billing' }], query)).toEqual(['orders']);
  });

  it('forgives nothing where the word begins something, in a code, in digits, or in three letters', () => {
    expect(find([{ name: 'test' }, { name: 'west' }], 'test')).toEqual(['test']);
    expect(find([{ name: 'a', code: 'db-ABCDEFGH' }], 'db-ABCDEFGX')).toEqual([]);
    expect(find([{ name: 'service-2995' }], 'service-2996')).toEqual([]);
    expect(find([{ name: 'ord' }], 'orx')).toEqual([]);
  });

  it('puts the whole before a beginning, a name before what is said of it, and what was typed before a guess', () => {
    const things = [
      { name: 'reorders' },
      { name: 'old-orders' },
      { name: 'orders-archive' },
      { name: 'shop', about: 'orders' },
      { name: 'orders' },
    ];
    expect(find(things, 'orders')).toEqual(['orders', 'orders-archive', 'old-orders', 'reorders', 'shop']);
    expect(find([{ name: 'foders' }, { name: 'orders' }], 'oders')).toEqual(['foders', 'orders']);
  });

  it('finds a code by its beginning, and in its middle only by much of it', () => {
    const thing = { name: 'x', code: 'orders.cluster-c9q2x7abcdef.eu-west-1.rds.amazonaws.com:5432' };
    expect(find([thing], 'orders.cluster')).toEqual(['x']);
    expect(find([thing], 'c9q2x7abcdef')).toEqual(['x']);
    expect(find([thing], 'com')).toEqual([]);
    expect(find([thing], 'rds')).toEqual([]);
  });

  it('ignores marks on letters', () => {
    expect(find([{ name: 'x', about: 'São Paulo' }], 'sao paulo')).toEqual(['x']);
    expect(find([{ name: 'Übersicht' }], 'uber')).toEqual(['Übersicht']);
  });

  it('never throws, and finds what has a name by that name', () => {
    fc.assert(
      fc.property(fc.array(anyText, { maxLength: 5 }), anyText, (names, query) => {
        const things = names.map((name) => ({ name, about: name, code: name }));
        find(things, query);
        marksIn(names, wordsOf(query));
        for (const name of names) {
          const typed = wordsOf(name)
            .map(({ joined }) => joined)
            .join(' ');
          const isTypable = /^[a-z0-9-]{1,40}$/.test(name) && typed !== '';
          if (isTypable && !/^(arn|jdbc)/.test(name)) expect(find(things, name)).toContain(name);
        }
      }),
    );
  });

  it('scores alike whatever was put in first and taken out again', () => {
    const names = fc.uniqueArray(fc.stringMatching(/^[a-c]{1,3}(-[a-c]{1,3}){0,2}$/), {
      minLength: 1,
      maxLength: 12,
    });
    fc.assert(
      fc.property(names, names, fc.stringMatching(/^[a-c]{1,5}( [a-c]{1,4})?$/), (kept, gone, query) => {
        const things = kept.map((name) => ({ name }));
        const others = gone.map((name) => ({ name: `${name}-gone` }));
        const plain = createSearchIndex(fieldsOf);
        things.toReversed().forEach(plain.add);
        const used = createSearchIndex(fieldsOf);
        others.forEach(used.add);
        used.search(wordsOf(query));
        things.forEach(used.add);
        others.forEach(used.remove);
        const words = wordsOf(query);
        const [a, b] = [plain.search(words), used.search(words)];
        // what is gone may still be known, and then nothing is guessed; what is found as it stands is the same
        if (!a.isGuess && !b.isGuess) expect(things.map(b.scoreOf)).toEqual(things.map(a.scoreOf));
      }),
    );
  });

  it('types on: each longer word gives what it gives by itself', () => {
    const names = fc.array(fc.stringMatching(/^[ab]{1,4}(-[ab]{1,4})?$/), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(names, fc.stringMatching(/^[ab]{1,8}$/), (given, word) => {
        const things = given.map((name) => ({ name, code: `${name}-code` }));
        const typed = createSearchIndex(fieldsOf);
        things.forEach(typed.add);
        for (let length = 1; length <= word.length; length += 1) {
          const words = wordsOf(word.slice(0, length));
          const fresh = createSearchIndex(fieldsOf);
          things.forEach(fresh.add);
          const [a, b] = [typed.search(words), fresh.search(words)];
          expect(things.map(a.scoreOf)).toEqual(things.map(b.scoreOf));
        }
      }),
    );
  });

  it('forgets what is gone, however much comes and goes', () => {
    const index = createSearchIndex(fieldsOf);
    const follow = following(index);
    for (let round = 0; round < 40; round += 1) {
      const things = Array.from({ length: 100 }, (_, n) => ({ name: `round${round}-thing${n}` }));
      follow(things);
      expect(index.size()).toBe(100);
    }
    expect(index.search(wordsOf('round39')).count).toBe(100);
    expect(index.search(wordsOf('round12-thing4')).count).toBe(0);
  });
});

describe('typing mistakes', () => {
  /** Optimal string alignment, as the textbook has it, against every beginning of a text. */
  function reference(word: string, text: string): number {
    const all = Array.from({ length: text.length + 1 }, (_, end) => osa(word, text.slice(0, end)));
    return Math.min(...all);
  }

  function osa(a: string, b: string): number {
    const rows = Array.from({ length: a.length + 1 }, (_, i) =>
      Array.from({ length: b.length + 1 }, (__, j) => (i === 0 ? j : j === 0 ? i : 0)),
    );
    const at = (i: number, j: number): number => rows[i]?.[j] ?? Infinity;
    for (let i = 1; i <= a.length; i += 1) {
      for (let j = 1; j <= b.length; j += 1) {
        const same = a[i - 1] === b[j - 1] ? 0 : 1;
        let cost = Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + same);
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
          cost = Math.min(cost, at(i - 2, j - 2) + 1);
        rows[i]?.splice(j, 1, cost);
      }
    }
    return at(a.length, b.length);
  }

  it('are as many as the textbook says, where the first letters are the same', () => {
    const text = fc.stringMatching(/^x[a-c]{0,9}$/);
    fc.assert(
      fc.property(text, text, fc.constantFrom(1, 2), (word, other, most) => {
        expect(mistakesIn(word, other, 0, most)).toBe(Math.min(reference(word, other), most + 1));
      }),
      { numRuns: 500 },
    );
  });
});

describe('what is marked', () => {
  const marked = (text: string, query: string): string => {
    const [marks = []] = marksIn([text], wordsOf(query));
    return marks.map(({ from, to }) => text.slice(from, to)).join('|');
  };

  it.each([
    ['orders-prod', 'prod ord', 'ord|prod'],
    ['billing-audit', 'billingaud', 'billing|aud'],
    ['billing_audit', 'billing-audit', 'billing|audit'],
    ['orders', 'ordr', 'ord|r'],
    ['reorders', 'ord', 'ord'],
    ['orders-audit', 'ersau', ''],
    ['São Paulo', 'sao p', 'São|P'],
    ['16.6 · db.r7g', '16.6', '16|6'],
  ])('in %s by %s is %s', (text, query, expected) => {
    expect(marked(text, query)).toBe(expected);
  });

  it('is only guessed where no text has it', () => {
    const [name = [], detail = []] = marksIn(['older', 'orders'], wordsOf('order'));
    expect([name.length, detail.length]).toEqual([0, 1]);
  });

  it('is always inside the text, in order, and whole characters', () => {
    fc.assert(
      fc.property(anyText, anyText, (text, query) => {
        let end = 0;
        for (const { from, to } of marksIn([text], wordsOf(query))[0] ?? []) {
          expect(from).toBeGreaterThanOrEqual(end);
          expect(to).toBeGreaterThan(from);
          expect(to).toBeLessThanOrEqual(text.length);
          end = to;
        }
      }),
    );
  });
});
