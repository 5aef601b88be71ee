import { expect, it } from 'vitest';
import { page } from '../../../app/window/model.ts';
import { pages } from '../../../main/window/pages.ts';

it('every page is documentation of AWS, PostgreSQL or MySQL, over https', () => {
  expect(Object.keys(pages).toSorted()).toEqual([...page.options].toSorted());
  for (const address of Object.values(pages)) {
    const { protocol, host, username, search } = new URL(address);
    expect([protocol, username, search]).toEqual(['https:', '', '']);
    expect(['docs.aws.amazon.com', 'www.postgresql.org', 'dev.mysql.com']).toContain(host);
  }
});
