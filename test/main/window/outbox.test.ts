import { expect, it, vi } from 'vitest';
import { outbox } from '../../../main/window/outbox.ts';

it('messages wait for someone to listen, go out in order, once, and then at once', () => {
  const deliver = vi.fn();
  const box = outbox<number>(deliver);
  box.put(1);
  box.put(2);
  expect(deliver).not.toHaveBeenCalled();
  box.opened();
  box.put(3);
  box.opened();
  expect(deliver.mock.calls.flat()).toEqual([1, 2, 3]);
  box.closed();
  box.put(4);
  expect(deliver).toHaveBeenCalledTimes(3);
  box.opened();
  expect(deliver).toHaveBeenLastCalledWith(4);
});
