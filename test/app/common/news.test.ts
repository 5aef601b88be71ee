import { describe, expect, it } from 'vitest';
import { createNews, subscribe } from '../../../app/common/news.ts';

describe('reactions', () => {
  it('run in their order before the teller goes on', () => {
    const news = createNews<string>();
    const order: string[] = [];
    subscribe(
      news,
      [(what) => order.push(`first ${what}`), (what) => order.push(`second ${what}`)],
      () => {},
    );
    news.tell('a');
    expect([...order, 'teller']).toEqual(['first a', 'second a', 'teller']);
  });

  it.each([
    [
      'throws',
      (): never => {
        throw new Error('defect');
      },
    ],
    ['rejects', () => Promise.reject(new Error('defect'))],
  ])('one that %s keeps nobody from theirs, and its failure is handed on', async (_, broken) => {
    const news = createNews<null>();
    const works: Promise<unknown>[] = [];
    const reached: string[] = [];
    subscribe(news, [broken, () => reached.push('second')], (work) => void works.push(work));
    news.tell(null);
    expect(reached).toEqual(['second']);
    expect(await Promise.allSettled(works)).toMatchObject([
      { status: 'rejected', reason: new Error('defect') },
      { status: 'fulfilled' },
    ]);
  });
});
