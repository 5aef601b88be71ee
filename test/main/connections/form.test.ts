import { expect, it } from 'vitest';
import { MOST_CONNECTIONS } from '../../../app/connections/model.ts';
import { connectionsForm } from '../../../main/state/forms.ts';
import { many } from '../../app/connections/any-connection.ts';
import { connection, idOf } from '../../app/connections/sample-connection.ts';

it('keeps the order, the whole entries, and of two with one id the first', () => {
  const [one, two, three] = [3, 1, 2].map((number) => connection({ id: idOf(number) }));
  expect(connectionsForm.parse([one, two, three])).toEqual({ value: [one, two, three], complete: true });
  const again = { ...one, name: 'again' };
  expect(connectionsForm.parse([one, 'x', { ...two, extra: 1 }, again, three])).toEqual({
    value: [one, three],
    complete: false,
  });
});

it('takes as many as there may be, and says that there are more', () => {
  const parsed = connectionsForm.parse(many(MOST_CONNECTIONS + 1));
  expect(parsed?.value).toHaveLength(MOST_CONNECTIONS);
  expect(parsed?.complete).toBe(false);
});

it.each([null, undefined, {}, 'text'])('has no use for %j', (data) => {
  expect(connectionsForm.parse(data)).toBeNull();
});
