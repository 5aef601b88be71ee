import type { Duplex } from 'node:stream';

/**
 * How long a database may take to say its first word once it has been reached, in milliseconds: less than clients
 * wait for theirs (mysql2's `connectTimeout` is ten seconds), so that they are told.
 */
export const FIRST_WORD_MS = 8_000;

/**
 * How long a client may take for its first packet, in milliseconds: no person is needed for it, and whoever says
 * nothing holds a place.
 */
export const FIRST_PACKET_MS = 5_000;

/**
 * Waits for an answer of the other side, and gives up on one that does not come.
 *
 * @param side destroyed where there was no answer in time
 * @param limit in milliseconds
 */
export async function answerInTime<T>(
  side: Duplex,
  answer: Promise<T>,
  limit = FIRST_WORD_MS,
): Promise<T | 'silent'> {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<'silent'>((resolve) => {
    timer = setTimeout(() => {
      // first, for the end of the stream answers, too
      resolve('silent');
      side.destroy();
    }, limit);
  });
  try {
    return await Promise.race([answer, silence]);
  } finally {
    clearTimeout(timer);
  }
}

/** What a database is called that takes a call and does not speak. */
export const SILENT = {
  code: 'unreachable',
  message: `The database was reached and said nothing in ${FIRST_WORD_MS / 1_000} seconds.`,
  hint: 'Check that host and port are those of the database, and that what is between lets more than the call through.',
} as const;
