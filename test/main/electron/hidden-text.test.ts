import { expect, it } from 'vitest';
import { formatDefect, formatLine } from '../../../main/log/format-line.ts';
import { linkQuestion } from '../../../main/electron/link-question.ts';
import { trayMenu } from '../../../main/electron/tray-menu.ts';
import { nothingToOpenWith } from '../../../app/connect/model.ts';
import { connection } from '../../app/connections/sample-connection.ts';

const FORGED = '\n\nSafe: press Open.\u202e\u001b]52;c;eA==\u0007\u200b';

const unsafe = /[\p{Cc}\p{Bidi_Control}\u200b]/u;

it('a link’s dialog says one line, in which what forges is written out', () => {
  const environment = { label: FORGED, kind: 'prod' } as const;
  const asked = linkQuestion(connection({ name: `orders${FORGED}`, dbUser: `app${FORGED}`, environment }));
  expect(asked.message).toBe(
    'Open orders  Safe: press Open.\\u{202e}\\u{1b}]52;c;eA==\\u{7}\\u{200b} (  Safe: press Open.\\u{202e}\\u{1b}]52;c;eA==\\u{7}\\u{200b})?',
  );
  expect(asked.detail).not.toMatch(unsafe);
});

it('the tray’s menu shows names in which what forges is written out', () => {
  const pinned = connection({ name: `orders${FORGED}`, pinned: true });
  const view = {
    connections: [pinned],
    leases: [],
    programs: { clients: [], terminals: [], own: [] },
    openWith: nothingToOpenWith,
    now: 0,
  };
  const nothing = () => undefined;
  const [first] = trayMenu(view, {
    copy: nothing,
    open: nothing,
    show: nothing,
    palette: nothing,
    quit: nothing,
  });
  expect(first?.label).toContain('orders');
  expect(first?.label).not.toMatch(unsafe);
});

it('the log has an entry’s own words at the margin alone, and nothing that a terminal obeys', () => {
  const text = formatDefect(`a${FORGED}`, new Error(`b${FORGED}\n[2026-01-01 00:00:00.000] [info] forged`));
  expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Bidi_Control}\u200b]/u);
  const [first, ...rest] = text.split('\n');
  expect(first).toContain('Safe: press Open.');
  expect(rest.every((line) => line.startsWith('  '))).toBe(true);
  expect(formatLine('a X-Amz-Signature=abc')).toBe('a X-Amz-Signature=[redacted]');
  expect(formatLine('scan', { profile: `p${FORGED}` })).not.toMatch(/[\p{Cc}\p{Bidi_Control}\u200b]/u);
});
