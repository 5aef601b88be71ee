import { expect, it } from 'vitest';
import { MAX_CONNECTIONS } from '../../../app/connections/model.ts';
import { connectionsSchema } from '../../../main/connections/state-file.ts';
import { toStored } from '../../../app/connections/file-keys.ts';
import { many } from '../../app/connections/any-connection.ts';
import { connection, idOf } from '../../app/connections/sample-connection.ts';

it('keeps the order, the whole entries, and of two with one id the first', () => {
  const list = [3, 1, 2].map((number) => connection({ id: idOf(number) }));
  const [one, two, three] = list;
  const [first, second, third] = list.map(toStored);
  expect(connectionsSchema.parse([first, second, third])).toEqual({
    value: [one, two, three],
    complete: true,
  });
  const again = { ...first, name: 'again' };
  expect(connectionsSchema.parse([first, 'x', { ...second, extra: 1 }, again, third])).toEqual({
    value: [one, three],
    complete: false,
  });
});

it('takes as many as there may be, and says that there are more', () => {
  const parsed = connectionsSchema.parse(many(MAX_CONNECTIONS + 1).map(toStored));
  expect(parsed?.value).toHaveLength(MAX_CONNECTIONS);
  expect(parsed?.complete).toBe(false);
});

it.each([null, undefined, {}, 'text'])('has no use for %j', (data) => {
  expect(connectionsSchema.parse(data)).toBeNull();
});
